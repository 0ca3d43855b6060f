"""Clients kept from command to command, with their connections.

A kept client is handed out only to the session that made it, for exactly the
arguments it was made with: a session's plugins have state of their own, which
the handlers on its clients share. Any other gets a client of its own, made as
a fresh `aws` would make it, on the kept connections.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeAlias

from botocore import UNSIGNED
from botocore.config import Config

from awsbatch.aws.emitter import Emitter

Client: TypeAlias = Any

# A client keeps a socket and up to 1.4 MB.
MOST_CLIENTS = 100


@dataclass(slots=True)
class _Entry:
    http_session: Any
    client: Client | None = None
    owner: object = None


class Clients:
    """The clients and connections of one process, least recently used closed."""

    def __init__(self, most: int = MOST_CLIENTS) -> None:
        self._most = most
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._used: list[tuple[_Entry, Client]] = []
        self._closed_connections = 0

    def get(self, key: Hashable, make: Callable[[], Client], owner: object) -> Client:
        """Give the client that `owner` keeps under `key`, or make one.

        For no owner, always make one, on the kept connections: it is not kept.
        """
        entry = self._entries.get(key)
        if entry is not None:
            self._entries.move_to_end(key)
        if entry is not None and entry.client is not None and owner and entry.owner is owner:
            client = entry.client
        else:
            client = make()
            entry = self._keep(key, entry, client, owner)
        self._used.append((entry, client))
        return client

    def settle(self, *, retried: bool) -> None:
        """Leave no trace of the command that just ended on the kept clients."""
        for entry, client in self._used:
            emitter_of(client).undo()
            if entry.client is client and _remembers(client, retried=retried):
                entry.client = None
        self._used.clear()
        while len(self._entries) > self._most:
            _, entry = self._entries.popitem(last=False)
            self._close(entry)

    def clear(self) -> None:
        """Close every connection and forget every client."""
        for entry in self._entries.values():
            self._close(entry)
        self._entries.clear()

    @property
    def connections(self) -> int:
        """How many connections were opened, those closed since included."""
        return self._closed_connections + sum(
            _connections(entry.http_session) for entry in self._entries.values()
        )

    def _keep(self, key: Hashable, entry: _Entry | None, client: Client, owner: object) -> _Entry:
        if entry is None:
            entry = self._entries[key] = _Entry(client._endpoint.http_session)  # noqa: SLF001
        else:
            # botocore has no way to give a client another client's connections.
            client._endpoint.http_session = entry.http_session  # noqa: SLF001
        if owner:
            entry.client, entry.owner = client, owner
        emitter_of(client).keep()
        return entry

    def _close(self, entry: _Entry) -> None:
        self._closed_connections += _connections(entry.http_session)
        entry.http_session.close()


def emitter_of(client: Client) -> Emitter:
    """Give the emitter under the aliases of the client's events."""
    emitter: Emitter = client.meta.events._emitter  # noqa: SLF001
    return emitter


def frozen(value: Any) -> Hashable:
    """Give a hashable stand-in for an argument of `create_client`."""
    match value:
        case Config():
            return frozen(value._user_provided_options)  # noqa: SLF001 (it has no equality)
        case dict():
            return tuple(sorted((name, frozen(v)) for name, v in value.items()))
        case list() | tuple():
            return tuple(frozen(v) for v in value)
        case bool() | int() | float() | str() | None:
            return repr(value)
        case _:
            return f"{type(value).__name__} {id(value)}"


def _remembers(client: Client, *, retried: bool) -> bool:
    """Whether the client knows something of the command that a fresh process would not.

    In standard mode it has spent some of its retry quota, in adaptive mode it
    has learnt a rate; and where there were no credentials, there may be by now.
    """
    config = client.meta.config
    mode = (config.retries or {}).get("mode", "legacy")
    if mode == "adaptive" or (mode == "standard" and retried):
        return True
    unsigned = config.signature_version is UNSIGNED
    return client._request_signer._credentials is None and not unsigned  # noqa: SLF001


def _connections(http_session: Any) -> int:
    managers = [http_session._manager, *http_session._proxy_managers.values()]  # noqa: SLF001
    return sum(
        manager.pools[key].num_connections
        for manager in managers
        for key in manager.pools.keys()  # noqa: SIM118 (urllib3's container does not iterate)
    )
