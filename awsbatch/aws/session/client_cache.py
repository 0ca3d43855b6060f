"""Clients kept from command to command, for exactly the arguments they were made with.

A kept client serves every session, from any thread. But one that learns a pace,
or has a handler that keeps state, serves only the session that made it.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator
from threading import Lock

from botocore import UNSIGNED

from awsbatch.aws.botocore_events import Client, emitter_of, service_of
from awsbatch.aws.wire import retry_quota

# A client takes up to 1.4 MB. Clients that are not shared are one for each job and service.
MOST_CLIENTS = 100
_MOST_CLIENTS_A_JOB = 4
_LEGACY = "legacy"
_STANDARD = "standard"


class Clients:
    """The kept clients, by owner and key; the least recently used are forgotten.

    An owner is a session, or None for a client that every session may use.
    """

    def __init__(self, jobs: int = 1) -> None:
        self.most = max(MOST_CLIENTS, jobs * _MOST_CLIENTS_A_JOB)
        # In the order of use, the most recent last.
        self._clients: OrderedDict[tuple[object, Hashable], Client] = OrderedDict()
        # It guards the clients: every thread looks for its own.
        self._lock = Lock()

    def get(self, owner: object, key: Hashable) -> Client | None:
        """Return the client that `owner` may use for `key`, or None."""
        with self._lock:
            for whose in (None, owner):
                client = self._clients.get((whose, key))
                if client is not None:
                    self._clients.move_to_end((whose, key))
                    return client
            return None

    def keep(self, owner: object, key: Hashable, client: Client) -> None:
        """Keep a client, and forget the least recently used one if there are too many.

        The forgotten client may be in use: whoever uses it has it until then.
        """
        with self._lock:
            self._clients[owner, key] = client
            if len(self._clients) > self.most:
                self._clients.popitem(last=False)

    def forget(self, owner: object, key: Hashable) -> None:
        """Forget the clients that `owner` may use for `key`."""
        with self._lock:
            for whose in (None, owner):
                self._clients.pop((whose, key), None)

    def forget_all(self, owners: Iterable[object]) -> None:
        """Forget all clients of owners that will run no command any more."""
        gone = {id(owner) for owner in owners}
        with self._lock:
            for owner, key in [kept for kept in self._clients if id(kept[0]) in gone]:
                del self._clients[owner, key]

    def clear(self) -> None:
        """Forget all clients; whoever uses one has it until then."""
        with self._lock:
            self._clients.clear()

    def __iter__(self) -> Iterator[Client]:
        with self._lock:
            return iter([*self._clients.values()])


def is_shareable(client: Client, operation: str | None = None) -> bool:
    """Return whether every session may use the client, also side by side.

    With an `operation`, whether they may for calls of that one.

    In retry mode `adaptive`, a client has one pace for all its calls.
    """
    mode = _retry_mode(client)
    if mode != _LEGACY and not (mode == _STANDARD and retry_quota.is_renewed(client)):
        return False
    return emitter_of(client).is_shareable(service_of(client), operation)


def remembers(client: Client, *, retried: bool) -> bool:
    """Return whether the client carries something from a command that a fresh process would not.

    `retried` says that the command sent a request again. In standard mode the
    client may then have spent some of its own retry quota; in adaptive mode it
    has learnt a rate; and a client without credentials would never look for them.
    """
    mode = _retry_mode(client)
    if mode == "adaptive":
        return True
    if mode == _STANDARD and retried and not retry_quota.is_renewed(client):
        return True
    unsigned = client.meta.config.signature_version is UNSIGNED
    # botocore 1.44: no public attribute has them.
    return client._request_signer._credentials is None and not unsigned  # noqa: SLF001


def _retry_mode(client: Client) -> object:
    return (client.meta.config.retries or {}).get("mode", _LEGACY)
