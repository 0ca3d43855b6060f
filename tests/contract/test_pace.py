"""How soon one command may start after another."""

import pytest

from awsbatch.contract.pace import Pace

pytestmark = pytest.mark.races


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_starts_are_evenly_spaced_and_none_are_saved_up() -> None:
    clock = Clock()
    pace = Pace(2, clock=clock)
    assert [pace.wait() for _ in range(3)] == [0.0, 0.5, 1.0]
    clock.now += 10
    assert [pace.wait() for _ in range(2)] == [0.0, 0.5]


@pytest.mark.parametrize("now", [0.0, 5.0])
def test_without_a_rate_nothing_waits(now: float) -> None:
    clock = Clock()
    clock.now = now
    pace = Pace(None, clock=clock)
    assert [pace.wait() for _ in range(3)] == [0.0, 0.0, 0.0]


def test_a_start_that_was_none_holds_the_next_one_back_no_more() -> None:
    pace = Pace(2, clock=Clock())
    pace.wait()
    pace.take_back()
    assert [pace.wait() for _ in range(2)] == [0.0, 0.5]
