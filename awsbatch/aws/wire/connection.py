"""Connections, shared by the clients of one endpoint and closed when there are too many."""

import os
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any
from weakref import WeakSet

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.shortcut import NO_SHORTCUTS, Shortcuts
from awsbatch.aws.wire.opening import count_opened

# Many systems let a process have 1,024 descriptors.
MOST_CONNECTIONS = 100
_MOST_A_JOB = 2
# The certificates of authorities are in memory once for each endpoint.
MOST_ENDPOINTS = 100
# botocore 1.44: the attributes of an HTTP session that may differ in one environment, and that
# decide how connections are made.
_SETTINGS = ("_verify", "_cert_file", "_key_file", "_timeout", "_socket_options")
# The attribute of a client in which its route is kept: it is the same for every command.
_ROUTE = "_awsbatch_route"


class _Endpoint:
    """The connections to one endpoint, made with one set of settings."""

    def __init__(self, http_session: Any) -> None:
        self.http_session = http_session
        self.users = 0
        self.open = 0
        """How many were open at the last count, including those dropped since."""
        self.forgotten = False
        """Whether its generation has ended: it is closed when nobody uses it."""
        self._dropped = 0
        """How many urllib3 has dropped, after an error, as of the last recount."""

    @property
    def made(self) -> int:
        """How many connections were made since the endpoint was last closed, open or not."""
        return sum(pool.num_connections for pool in _pools(self.http_session))

    def count(self) -> int:
        """Count the open ones, and return by how many there are more than before."""
        before, self.open = self.open, self.made - self._dropped
        return self.open - before

    def recount(self) -> int:
        """Count the open ones, this time without the dropped; return the difference to before.

        Open are those that wait in a pool, and at most one for each user.
        """
        waiting = sum(map(_waiting, _pools(self.http_session)))
        self._dropped = max(0, self.made - waiting - self.users)
        return self.count()


class Connections:
    """The connections of one process; those to the least recently used endpoints are closed.

    Connections that a command uses are left open, however many there are.
    """

    def __init__(self, jobs: int = 1, shortcuts: Shortcuts = NO_SHORTCUTS) -> None:
        self._shortcuts = shortcuts
        self.most = max(MOST_CONNECTIONS, jobs * _MOST_A_JOB)
        self.most_endpoints = max(MOST_ENDPOINTS, jobs)
        self._endpoints: OrderedDict[tuple[object, Hashable], _Endpoint] = OrderedDict()
        self._forgotten: set[_Endpoint] = set()
        self._generations: set[object] = set()
        self._open = 0
        self._opened = 0
        # It guards all of the above, and the counts of every endpoint.
        self._lock = Lock()
        _of_this_process.add(self)

    def lend(self, generation: object, client: Client) -> Any:
        """Have the client use the kept connections to its endpoint; return what to give back.

        Only clients of one `generation` share any: those of another may have
        been made with other certificates. One whose generation has ended keeps
        connections of its own.
        """
        key = (generation, _route(client))
        with self._lock:
            is_kept = generation in self._generations
            lent = self._endpoints.get(key) if is_kept else None
            if lent is None:
                # botocore 1.44: a client's connections are reached by private names alone.
                lent = _Endpoint(client._endpoint.http_session)  # noqa: SLF001
                self._shortcuts.http_session(lent.http_session)
                count_opened(lent.http_session, self._count_opened)
                if is_kept:
                    self._endpoints[key] = lent
                else:
                    lent.forgotten = True
                    self._forgotten.add(lent)
            else:
                # botocore 1.44: there is no public way to give a client other connections.
                client._endpoint.http_session = lent.http_session  # noqa: SLF001
                self._endpoints.move_to_end(key)
            lent.users += 1
            return lent

    def give_back(self, lent: Any) -> None:
        """Take back what was lent, and close idle connections if there are too many."""
        with self._lock:
            lent.users -= 1
            if lent.forgotten:
                if not lent.users:
                    self._forgotten.discard(lent)
                    lent.http_session.close()
                return
            self._open += lent.count()
            if self._is_too_much():
                self._shrink()

    def begin(self, generation: object) -> None:
        """Keep the connections of a generation, until it ends."""
        with self._lock:
            self._generations.add(generation)

    def end(self, generation: object) -> None:
        """Close the connections of a generation: at once, or when they are given back."""
        with self._lock:
            self._generations.discard(generation)
            for key in [key for key in self._endpoints if key[0] is generation]:
                endpoint = self._endpoints.pop(key)
                self._open -= endpoint.open
                if endpoint.users:
                    endpoint.forgotten = True
                    self._forgotten.add(endpoint)
                else:
                    endpoint.http_session.close()

    def close(self) -> None:
        """Close all that are open, and keep none: those in use are another process's."""
        for endpoint in self._endpoints.values():
            endpoint.http_session.close()
        self._endpoints.clear()
        self._open = 0

    @property
    def opened(self) -> int:
        """How many connections were opened so far, each as often as it was."""
        return self._opened

    def _count_opened(self) -> None:
        with self._lock:
            self._opened += 1

    def _is_too_much(self) -> bool:
        return self._open > self.most or len(self._endpoints) > self.most_endpoints

    def _shrink(self) -> None:
        self._open += sum(endpoint.recount() for endpoint in self._endpoints.values())
        for key, endpoint in [*self._endpoints.items()]:
            if not self._is_too_much():
                return
            if not endpoint.users:
                del self._endpoints[key]
                self._open -= endpoint.open
                endpoint.http_session.close()


_of_this_process: WeakSet[Connections] = WeakSet()


def _close_all() -> None:
    for connections in _of_this_process:
        connections.close()


# Two processes that write to one connection would read each other's answers. To close it in the
# child ends nothing: the parent has it open.
os.register_at_fork(after_in_child=_close_all)


def _route(client: Client) -> Hashable:
    """Return a key that two clients share if they may share connections."""
    route: Hashable = vars(client).get(_ROUTE)
    if route is None:
        # botocore 1.44: an HTTP session keeps its settings to itself.
        settings = vars(client._endpoint.http_session)  # noqa: SLF001
        route = (client.meta.endpoint_url, *(repr(settings[name]) for name in _SETTINGS))
        setattr(client, _ROUTE, route)
    return route


def _pools(http_session: Any) -> list[Any]:
    """Return urllib3's pools of connections, one for each host."""
    # botocore 1.44: one manager without a proxy, and one for each proxy.
    managers = [http_session._manager, *http_session._proxy_managers.values()]  # noqa: SLF001
    # A copy, since a thread may open another pool meanwhile. And urllib3 2.x: `pools[key]` would
    # make the pool the most recently used one.
    return [pool for manager in managers for pool in [*manager.pools._container.values()]]  # noqa: SLF001


def _waiting(pool: Any) -> int:
    """Return how many connections of a pool are open and wait for a request."""
    # urllib3 2.x: a closed pool has no queue, and places never used hold None.
    queue = pool.pool.queue if pool.pool is not None else ()
    return sum(each is not None and each.sock is not None for each in [*queue])
