"""Calls that wait for their start."""

import pytest

from awsbatch.exec.turn.start_queue import StartQueue


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(clock: Clock) -> StartQueue[str]:
    return StartQueue(2, clock=clock)


def test_so_many_a_second_start_in_their_order(queue: StartQueue[str], clock: Clock) -> None:
    for name in "abcd":
        queue.add(name)
    started: list[tuple[float, str]] = []
    while (seconds := queue.seconds) is not None:
        clock.now += seconds
        started += ((clock.now - 100, name) for name in queue.due())
    assert started == [(0, "a"), (0.5, "b"), (1, "c"), (1.5, "d")]


def test_a_start_that_is_late_delays_none_that_follows(
    queue: StartQueue[str], clock: Clock
) -> None:
    for name in "abc":
        queue.add(name)
    assert [*queue.due()] == ["a"]
    clock.now += 0.75
    assert [*queue.due()] == ["b"]
    assert queue.seconds == 0.25


def test_none_are_saved_up_while_nobody_comes(queue: StartQueue[str], clock: Clock) -> None:
    queue.add("a")
    assert [*queue.due()] == ["a"]
    clock.now += 10
    queue.add("b")
    queue.add("c")
    assert [*queue.due()] == ["b"]
    assert queue.seconds == 0.5


def test_who_comes_too_soon_after_another_waits(queue: StartQueue[str], clock: Clock) -> None:
    queue.add("a")
    assert [*queue.due()] == ["a"]
    clock.now += 0.25
    queue.add("b")
    assert [*queue.due()] == []
    assert queue.seconds == 0.25


def test_the_next_one_takes_the_start_of_one_that_has_gone(
    queue: StartQueue[str], clock: Clock
) -> None:
    for name in "abc":
        queue.add(name)
    assert [*queue.due()] == ["a"]
    queue.remove("b")
    clock.now += 0.5
    assert [*queue.due()] == ["c"]
    assert queue.seconds is None


def test_the_start_of_one_that_has_gone_alone_is_free(queue: StartQueue[str], clock: Clock) -> None:
    queue.add("a")
    assert [*queue.due()] == ["a"]
    queue.add("b")
    queue.remove("b")
    clock.now += 0.25
    queue.add("c")
    assert queue.seconds == 0.25


def test_without_a_rate_all_start_at_once(clock: Clock) -> None:
    queue: StartQueue[str] = StartQueue(None, clock=clock)
    for name in "abc":
        queue.add(name)
    assert [*queue.due()] == ["a", "b", "c"]
    assert queue.seconds is None
