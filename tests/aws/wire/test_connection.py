"""Connections shared and closed, counted in pools that open none."""

from types import SimpleNamespace
from typing import Any

import pytest

from awsbatch.aws.wire.connection import Connections

pytestmark = pytest.mark.races

GENERATION = object()


class HttpSession:
    """What botocore opens connections with, and urllib3's pools in it."""

    def __init__(self, timeout: int = 60) -> None:
        self._verify = True
        self._cert_file = self._key_file = self._socket_options = None
        self._timeout = timeout
        self._pool = SimpleNamespace(num_connections=0, pool=SimpleNamespace(queue=[]))
        pools = SimpleNamespace(_container={"host": self._pool})
        self._manager = SimpleNamespace(pools=pools, pool_classes_by_scheme={})
        self._pool_classes_by_scheme: dict[str, Any] = {}
        self._proxy_managers: dict[str, Any] = {}
        self.closed = False

    def open(self, number: int, *, busy: int = 0) -> None:
        """Open so many more connections; all wait for the next request but the busy ones."""
        self._pool.num_connections += number
        waiting = self._pool.num_connections - busy
        self._pool.pool.queue = [SimpleNamespace(sock=object())] * waiting + [None]

    def close(self) -> None:
        self.closed = True


def client(url: str = "https://a.example", timeout: int = 60) -> Any:
    endpoint = SimpleNamespace(http_session=HttpSession(timeout))
    return SimpleNamespace(_endpoint=endpoint, meta=SimpleNamespace(endpoint_url=url))


@pytest.fixture
def connections() -> Connections:
    connections = Connections()
    connections.begin(GENERATION)
    return connections


def used(connections: Connections, url: str, opened: int) -> HttpSession:
    """Have a client open connections, all of which wait afterwards; return its session."""
    mine = client(url)
    lent = connections.lend(GENERATION, mine)
    session: HttpSession = mine._endpoint.http_session
    session.open(opened)
    connections.give_back(lent)
    return session


def test_clients_of_one_endpoint_use_the_connections_of_the_first(connections: Connections) -> None:
    first, second, other = client(), client(), client("https://b.example")
    sessions = [each._endpoint.http_session for each in (first, second, other)]
    for each in (first, second, other):
        connections.lend(GENERATION, each)
    assert second._endpoint.http_session is sessions[0]
    assert other._endpoint.http_session is sessions[2]


def test_connections_with_other_settings_are_others(connections: Connections) -> None:
    first, hasty = client(), client(timeout=1)
    own = hasty._endpoint.http_session
    connections.lend(GENERATION, first)
    connections.lend(GENERATION, hasty)
    assert hasty._endpoint.http_session is own


def test_the_least_recently_used_are_closed_where_there_are_too_many(
    connections: Connections,
) -> None:
    connections.most = 5
    a, b = used(connections, "https://a", 2), used(connections, "https://b", 2)
    used(connections, "https://a", 0)
    c = used(connections, "https://c", 2)
    assert [a.closed, b.closed, c.closed] == [False, True, False]


def test_those_in_use_are_not_closed(connections: Connections) -> None:
    connections.most = 1
    mine = client("https://a")
    session = mine._endpoint.http_session
    lent = connections.lend(GENERATION, mine)
    session.open(1, busy=1)
    b = used(connections, "https://b", 2)
    assert [session.closed, b.closed] == [False, True]
    connections.give_back(lent)
    assert not session.closed


def test_those_that_urllib3_has_dropped_do_not_count(connections: Connections) -> None:
    connections.most = 2
    mine = client("https://a")
    session = mine._endpoint.http_session
    lent = connections.lend(GENERATION, mine)
    # Two of the three were closed after an error.
    session.open(3, busy=2)
    connections.give_back(lent)
    assert not session.closed
    assert not used(connections, "https://b", 1).closed
    assert not session.closed


def test_endpoints_are_bounded_too(connections: Connections) -> None:
    connections.most_endpoints = 2
    sessions = [used(connections, f"https://{number}", 0) for number in range(3)]
    assert [each.closed for each in sessions] == [True, False, False]


def test_a_generation_that_ends_closes_the_idle_and_later_those_in_use(
    connections: Connections,
) -> None:
    idle = used(connections, "https://a", 1)
    mine = client("https://b")
    busy = mine._endpoint.http_session
    lent = connections.lend(GENERATION, mine)
    connections.end(GENERATION)
    assert [idle.closed, busy.closed] == [True, False]
    connections.give_back(lent)
    assert busy.closed


def test_a_client_of_a_generation_that_has_ended_keeps_its_own_connections(
    connections: Connections,
) -> None:
    new, old = object(), client()
    connections.begin(new)
    connections.end(GENERATION)
    kept = client()
    connections.give_back(connections.lend(new, kept))
    own = old._endpoint.http_session
    connections.give_back(connections.lend(GENERATION, old))
    assert old._endpoint.http_session is own
    assert [own.closed, kept._endpoint.http_session.closed] == [True, False]


def test_generations_beside_one_another_share_no_connections(connections: Connections) -> None:
    other, first, second = object(), client(), client()
    connections.begin(other)
    own = second._endpoint.http_session
    connections.give_back(connections.lend(GENERATION, first))
    connections.give_back(connections.lend(other, second))
    assert second._endpoint.http_session is own
    connections.end(GENERATION)
    assert [first._endpoint.http_session.closed, own.closed] == [True, False]
