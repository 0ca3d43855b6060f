"""How far a run is, and when the time that is left can be told."""

import pytest

from awsbatch.event import Known
from awsbatch.report.progress.course import Course
from awsbatch.report.tally import Tally
from tests.report.event import Clock, done, ended, failed, give, partial, started


class Run:
    """A run that is looked at every tenth of a second, as the bar does."""

    def __init__(self, clock: Clock, known: int, *, endless: bool = False) -> None:
        self.tally = Tally()
        self.is_ending = False
        self.clock = clock
        self.course = Course(
            self.tally,
            endless=endless,
            throttled=lambda: 7,
            is_ending=lambda: self.is_ending,
            clock=clock,
        )
        give(self.tally, Known(known))

    def passes(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.clock.now += 0.1
            self.course.look()

    def ends(self, commands: int, *, each: float) -> None:
        for _ in range(commands):
            self.passes(each)
            give(self.tally, ended())
        self.course.look()

    @property
    def left(self) -> float | None:
        left = self.course.look().left
        return None if left is None else round(left, 1)


@pytest.fixture
def run(clock: Clock) -> Run:
    return Run(clock, 10)


def test_a_moment_has_what_happened_so_far(run: Run) -> None:
    give(run.tally, ended(), failed(), partial(), started(4))
    run.passes(1)

    moment = run.course.look()

    assert (moment.done, moment.total, moment.failed, moment.throttled) == (3, 10, 2, 7)
    assert [each.seq for each in moment.under_way] == [4]
    assert moment.rate == "3.0/s"
    assert moment.troubles == ["2 failed", "7 throttled"]


@pytest.mark.parametrize(
    ("done", "seconds", "rate"), [(0, 5, "0.0/s"), (2, 5, "24.0/min"), (10, 5, "2.0/s")]
)
def test_a_slow_rate_is_by_the_minute(clock: Clock, done: int, seconds: int, rate: str) -> None:
    run = Run(clock, 10)
    give(run.tally, *(ended() for _ in range(done)))
    clock.now += seconds

    assert run.course.look().rate == rate


def test_what_was_done_before_is_counted_and_tells_no_time(run: Run) -> None:
    give(run.tally, done(), done(), done())
    run.course.look()
    run.ends(3, each=2)

    moment = run.course.look()

    assert (moment.done, moment.rate, run.left) == (6, "30.0/min", 8)


def test_the_time_left_is_told_by_how_long_the_others_took(run: Run) -> None:
    run.ends(4, each=2)

    assert run.left == 12


def test_the_time_left_becomes_less_while_a_command_is_under_way(run: Run) -> None:
    run.ends(4, each=2)
    run.passes(1.5)

    assert run.left == 10.5


def test_one_slow_command_of_two_tells_no_time(clock: Clock) -> None:
    run = Run(clock, 2)
    run.ends(1, each=30)

    assert run.left is None


def test_a_slow_command_after_many_quick_ones_tells_no_time(clock: Clock) -> None:
    run = Run(clock, 101)
    run.ends(100, each=0.1)
    before = run.left
    run.passes(2)

    assert (before, run.left) == (0.1, None)


def test_what_is_slow_by_itself_tells_its_time_while_others_run_beside_it(clock: Clock) -> None:
    run = Run(clock, 24)
    give(run.tally, *map(started, range(2, 10)))
    for _ in range(2):
        run.passes(5)
        give(run.tally, *(ended() for _ in range(8)))
        run.course.look()
        give(run.tally, *map(started, range(2, 10)))
    run.passes(4)

    assert run.left == 1


def test_only_what_ended_lately_tells_the_time(clock: Clock) -> None:
    run = Run(clock, 1030)
    run.ends(1000, each=0.1)
    run.ends(20, each=10)

    assert run.left == pytest.approx(100, abs=0.2)


def test_commands_of_minutes_tell_the_time_as_well(run: Run) -> None:
    run.ends(5, each=120)
    run.passes(60)

    assert run.left == pytest.approx(540, abs=0.2)


def test_nothing_tells_the_time_of_a_stream(clock: Clock) -> None:
    run = Run(clock, 10, endless=True)
    run.ends(5, each=1)

    assert (run.course.look().total, run.left) == (None, None)


def test_a_run_that_is_to_end_tells_no_time(run: Run) -> None:
    run.ends(5, each=1)
    run.is_ending = True

    assert (run.course.look().total, run.left) == (10, None)


def test_a_loop_whose_rounds_are_not_known_leaves_no_time_to_tell(run: Run) -> None:
    give(run.tally, Known(0, unknown=1))
    run.ends(5, each=1)
    before = run.left
    give(run.tally, Known(5, unknown=-1))

    assert (before, run.left) == (None, 10)


def test_more_may_end_than_was_known(run: Run) -> None:
    run.ends(11, each=1)

    assert (run.course.look().total, run.left) == (11, 0)


def test_a_while_that_may_have_more_has_no_total() -> None:
    run = Run(Clock(), 3)
    give(run.tally, Known(0, unknown=1))
    before = run.course.look().total
    run.ends(2, each=1)
    give(run.tally, started())
    meanwhile = run.course.look().total
    give(run.tally, Known(0, unknown=-1))

    assert (before, meanwhile, run.course.look().total) == (3, None, 3)
