"""Clients kept from command to command, for exactly the arguments they were made with.

A client is handed out to every session, from any thread, unless it may know
something of the one that made it: then it is kept for that alone. Where
nothing is kept, a client is made as a fresh `aws` would make it, on the kept
connections.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator
from threading import Lock

from botocore import UNSIGNED

from awsbatch.aws.botocore_events import Client, emitter_of

# A client takes up to 1.4 MB, and some are one for every job of a service.
MOST_CLIENTS = 100
_MOST_CLIENTS_A_JOB = 4
_LEGACY = "legacy"


class Clients:
    """The clients that are kept, least recently used forgotten; no owner is every session."""

    def __init__(self, jobs: int = 1) -> None:
        self.most = max(MOST_CLIENTS, jobs * _MOST_CLIENTS_A_JOB)
        self._clients: OrderedDict[tuple[object, Hashable], Client] = OrderedDict()
        self._lock = Lock()

    def get(self, owner: object, key: Hashable) -> Client | None:
        """Return the client that is kept under `key` for `owner`, among others or alone."""
        with self._lock:
            for whose in (None, owner):
                client = self._clients.get((whose, key))
                if client is not None:
                    self._clients.move_to_end((whose, key))
                    return client
            return None

    def keep(self, owner: object, key: Hashable, client: Client) -> None:
        """Keep a client for its owner; one in use may be forgotten all the same."""
        with self._lock:
            self._clients[owner, key] = client
            if len(self._clients) > self.most:
                self._clients.popitem(last=False)

    def forget(self, owner: object, key: Hashable) -> None:
        """Keep the client of that key no longer, for the owner or for all."""
        with self._lock:
            for whose in (None, owner):
                self._clients.pop((whose, key), None)

    def forget_all(self, owners: Iterable[object]) -> None:
        """Forget what belongs to owners that are no more."""
        gone = {id(owner) for owner in owners}
        with self._lock:
            for owner, key in [kept for kept in self._clients if id(kept[0]) in gone]:
                del self._clients[owner, key]

    def __iter__(self) -> Iterator[Client]:
        with self._lock:
            return iter([*self._clients.values()])


def is_shareable(client: Client) -> bool:
    """Return whether commands beside each other may use the client.

    Where botocore counts retries or learns a pace, it does so for one client.
    """
    service = client.meta.service_model.service_id.hyphenize()
    return _retry_mode(client) == _LEGACY and emitter_of(client).is_shareable(service)


def remembers(client: Client, *, retried: bool) -> bool:
    """Return whether the client knows something of the command that a fresh process would not.

    In standard mode it has spent some of its retry quota, in adaptive mode it
    has learnt a rate; and where there were no credentials, there may be by now.
    """
    mode = _retry_mode(client)
    if mode == "adaptive" or (mode == "standard" and retried):
        return True
    unsigned = client.meta.config.signature_version is UNSIGNED
    return client._request_signer._credentials is None and not unsigned  # noqa: SLF001


def _retry_mode(client: Client) -> object:
    return (client.meta.config.retries or {}).get("mode", _LEGACY)
