"""Clients kept from command to command, with their connections.

A kept client is handed out only for exactly the arguments it was made with.
Where a command registered handlers that a client would call, it gets a
client of its own, made as a fresh `aws` would make it, on the kept
connections.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeAlias

from botocore.config import Config

from awsbatch.aws.emitter import Emitter

Client: TypeAlias = Any

# A client keeps a socket and up to 1.4 MB.
MOST_CLIENTS = 100


@dataclass(slots=True)
class _Entry:
    http_session: Any
    client: Client | None


class Clients:
    """The clients and connections of one process, least recently used closed."""

    def __init__(self, most: int = MOST_CLIENTS) -> None:
        self._most = most
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._used: list[tuple[_Entry, Client]] = []
        self._closed_connections = 0

    def get(self, key: Hashable, make: Callable[[], Client], *, own: bool) -> Client:
        """Give the client kept under `key`, or make one.

        With `own`, always make one, on the kept connections: it is not kept.
        """
        entry = self._entries.get(key)
        if entry is not None:
            self._entries.move_to_end(key)
        if entry is not None and entry.client is not None and not own:
            client = entry.client
        else:
            client = make()
            entry = self._keep(key, entry, client, own=own)
        self._used.append((entry, client))
        return client

    def settle(self, *, retried: bool) -> None:
        """Leave no trace of the command that just ended on the kept clients."""
        for entry, client in self._used:
            emitter_of(client).undo()
            # Except in legacy mode a client keeps a retry quota, which a
            # fresh process would start full.
            if retried and entry.client is client and _retry_mode(client) != "legacy":
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

    def _keep(self, key: Hashable, entry: _Entry | None, client: Client, *, own: bool) -> _Entry:
        if entry is None:
            entry = self._entries[key] = _Entry(client._endpoint.http_session, None)  # noqa: SLF001
        else:
            # botocore has no way to give a client another client's connections.
            client._endpoint.http_session = entry.http_session  # noqa: SLF001
        if not own:
            entry.client = client
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


def _retry_mode(client: Client) -> str:
    return str((client.meta.config.retries or {}).get("mode", "legacy"))


def _connections(http_session: Any) -> int:
    managers = [http_session._manager, *http_session._proxy_managers.values()]  # noqa: SLF001
    return sum(
        manager.pools[key].num_connections
        for manager in managers
        for key in manager.pools.keys()  # noqa: SIM118 (urllib3's container does not iterate)
    )
