"""A source that is waited for in a thread of its own."""

import threading
from collections import deque
from collections.abc import Callable, Iterator

import pytest

from awsbatch.engine.parallel.statement_look_ahead import StatementLookAhead
from awsbatch.fault.error import AwsbatchError

pytestmark = pytest.mark.races


class Looks:
    """Counts how often there was something to look for."""

    def __init__(self) -> None:
        self._looks = threading.Semaphore(0)

    def __call__(self) -> None:
        self._looks.release()

    def wait(self, times: int = 1) -> None:
        for _ in range(times):
            self._looks.acquire()


def test_what_has_come_is_given_and_what_is_to_come_is_not_waited_for() -> None:
    looks, more = Looks(), threading.Event()

    def source() -> Iterator[int]:
        yield 1
        more.wait()
        yield 2

    ahead = StatementLookAhead(source())
    ahead.listen(looks)
    looks.wait()
    assert [next(ahead), next(ahead)] == [1, None]
    more.set()
    looks.wait(2)
    assert list(ahead) == [2]


def test_an_error_comes_in_its_turn() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise AwsbatchError("cannot read")

    looks = Looks()
    ahead = StatementLookAhead(source())
    ahead.listen(looks)
    looks.wait(2)
    assert next(ahead) == 1
    with pytest.raises(AwsbatchError, match="cannot read"):
        next(ahead)


def test_it_does_not_run_ahead_without_bounds() -> None:
    looks = Looks()
    taken: list[int] = []

    def source() -> Iterator[int]:
        for number in range(3000):
            taken.append(number)
            yield number

    ahead = StatementLookAhead(source())
    ahead.listen(looks)
    looks.wait(1000)
    assert len(taken) <= 1001
    given = [number for number in ahead if number is not None]
    assert given == list(range(3000))


class _Interrupted(deque[int]):
    """Has something happen just before somebody looks whether anything has come."""

    meanwhile: Callable[[], object] | None = None

    def __bool__(self) -> bool:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            is_empty = not len(self)
            meanwhile()
            return not is_empty
        return len(self) > 0


def test_what_comes_last_while_somebody_looks_is_not_lost() -> None:
    ahead = StatementLookAhead(iter([1]))
    ahead._come = come = _Interrupted()
    come.meanwhile = lambda: ahead._read(lambda: None)
    assert [next(ahead), next(ahead)] == [None, 1]
    assert list(ahead) == []


def test_who_looks_when_told_finds_what_has_come() -> None:
    found: list[int | None] = []
    ahead = StatementLookAhead(iter([1, 2]))
    ahead._read(lambda: found.append(next(ahead, None)))
    assert found == [1, 2, None]
