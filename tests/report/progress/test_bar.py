"""The bar, as a terminal of some width shows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tqdm.utils import disp_len

from awsbatch.event import Known, Status
from awsbatch.report.console import Console
from awsbatch.report.progress.bar import Bar
from awsbatch.report.progress.course import Course
from awsbatch.report.tally import Tally
from tests.report.event import Clock, ended, failed, give, started
from tests.report.terminal import Terminal

LINE = ("aws", "logs", "delete-log-group", "--log-group-name")


class Run:
    """A run whose bar is drawn on a terminal."""

    def __init__(self, console: Console, terminal: Terminal, clock: Clock) -> None:
        self.tally = Tally()
        self.throttled = 0
        self.is_ending = False
        self.endless = False
        self._console = console
        self._terminal = terminal
        self._clock = clock
        self._bar: Bar | None = None

    def passes(self, seconds: float) -> None:
        """Draw the bar, and let time pass."""
        self.draw()
        self._clock.now += seconds

    def draw(self) -> None:
        self._bar = self._bar or Bar(
            self._console,
            Course(
                self.tally,
                endless=self.endless,
                throttled=lambda: self.throttled,
                is_ending=lambda: self.is_ending,
                clock=self._clock,
            ),
        )
        self._bar.draw()

    def shown(self, columns: int = 80) -> str:
        """Return the only line of a terminal that is so wide."""
        self._terminal.cut(columns)
        self.draw()
        lines = self._terminal.lines()
        assert len(lines) <= 1
        return "".join(lines)


@pytest.fixture
def run(at_terminal: Console, terminal: Terminal, clock: Clock) -> Run:
    return Run(at_terminal, terminal, clock)


def halfway(run: Run, *, failures: int = 0) -> None:
    """Let half of the commands in two loops end."""
    give(run.tally, Known(160))
    run.passes(20)
    give(run.tally, *(ended() for _ in range(80 - failures)), *(failed() for _ in range(failures)))
    values = {"region": "eu-central-1", "name": "old-17"}
    give(run.tally, started(81, (*LINE, "old-17"), values))


def test_the_bar_shows_how_far_the_run_is_and_what_is_under_way(run: Run) -> None:
    halfway(run)
    assert {columns: run.shown(columns) for columns in (200, 80, 60, 40, 20)} == {
        200: " 50%|██████████          | 80/160 [00:20 left, 4.0/s]"
        " eu-central-1 old-17: logs delete-log-group",
        80: " 50%|██████████          | 80/160 [00:20 left, 4.0/s] eu-central-1 old-17",
        60: " 50% 80/160 [00:20 left, 4.0/s] eu-central-1 old-17",
        40: " 50% 80/160 [00:20 left, 4.0/s] old-17",
        20: " 50% 80/160 old-17",
    }


def test_failures_and_what_is_throttled_give_way_last(run: Run) -> None:
    halfway(run, failures=3)
    run.throttled = 12
    assert {columns: run.shown(columns) for columns in (200, 80, 60, 40, 30)} == {
        200: " 50%|██████████          | 80/160 [00:20 left, 4.0/s, 3 failed, 12 throttled]"
        " eu-central-1 old-17: logs delete-log-group",
        80: " 50% 80/160 [00:20 left, 4.0/s, 3 failed, 12 throttled] eu-central-1 old-17",
        60: " 50% 80/160 [00:20 left, 3 failed, 12 throttled] old-17",
        40: " 50% 80/160 [3 failed, 12 throttled]",
        30: "80/160 [3 failed, 12 throttl…",
    }


def test_large_numbers_fit_in_forty_columns(run: Run) -> None:
    give(run.tally, Known(20000), *(ended() for _ in range(9877)), *(failed() for _ in range(123)))
    run.throttled = 9

    assert run.shown(40) == "10000/20000 [123 failed, 9 throttled]"


def test_a_resized_terminal_shows_one_bar_of_its_width(run: Run, terminal: Terminal) -> None:
    halfway(run)
    before = run.shown(200)
    terminal.reflow(40)

    assert len(before) > 80
    assert run.shown(40) == " 50% 80/160 [00:20 left, 4.0/s] old-17"
    assert run.shown(200) == before


def test_the_next_of_a_list_is_told_from_the_one_before(run: Run) -> None:
    give(run.tally, Known(4), started(1, (*LINE, "old-1")))
    run.passes(2)
    give(run.tally, ended(), started(2, (*LINE, "old-2")))

    assert run.shown() == " 25%|█████               | 1/4 [30.0/min] old-2"


def test_the_bar_shows_how_many_are_under_way_side_by_side(run: Run) -> None:
    give(run.tally, Known(9), *(started(n, (*LINE, f"old-{n}")) for n in (1, 2, 3)), ended())
    run.passes(2)

    assert run.shown() == (" 11%|██▏                 | 1/9 [30.0/min] 2 under way: old-2, old-3")


def test_the_bar_of_a_stream_knows_no_end(run: Run) -> None:
    run.endless = True
    give(run.tally, Known(1), ended(), Known(1), started(2, ("aws", "s3", "ls", "s3://日本")))
    run.passes(2)

    assert run.shown() == "[1 done, 30.0/min] s3 ls 's3://日本'"
    assert run.shown(24) == "[1 done] s3 ls 's3://…"


@given(
    columns=st.integers(1, 250),
    counts=st.lists(st.integers(0, 10**6), min_size=4, max_size=4).map(sorted),
    values=st.lists(st.text(max_size=20), max_size=3),
    endless=st.booleans(),
)
def test_a_bar_is_never_wider_than_its_terminal(
    *, columns: int, counts: list[int], values: list[str], endless: bool
) -> None:
    throttled, failures, done, known = counts
    tally, clock = Tally(), Clock()
    tally.known, tally.done, tally.ended[Status.FAILED] = known, done, failures
    loops = {f"n{level}": value for level, value in enumerate(values)}
    give(tally, started(1, (*LINE, "old"), loops))
    course = Course(tally, endless=endless, throttled=lambda: throttled, clock=clock)
    clock.now += 5

    text = Bar(Console(), course)._text(course.look(), columns)

    assert disp_len(text) <= columns
    if columns >= len(f"{known}/{known} done [{failures} failed, {throttled} throttled]"):
        assert f"{done}" in text
        assert not failures or f"{failures} failed" in text
        assert not throttled or f"{throttled} throttled" in text


def test_after_ctrl_c_no_time_is_left(run: Run) -> None:
    halfway(run)
    run.is_ending = True

    assert run.shown(60) == " 50%|██████▌      | 80/160 [4.0/s] eu-central-1 old-17"


def test_the_bar_shows_a_command_of_several_lines_on_one(run: Run) -> None:
    run.endless = True
    give(run.tally, started(argv=("aws", "sns", "publish", "--message", "one\ntwo")))

    assert run.shown() == "[0 done, 0.0/s] sns publish --message 'one two'"
