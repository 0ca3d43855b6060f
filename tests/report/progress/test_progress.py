from contextlib import suppress

import pytest

from awsbatch.event import Known
from awsbatch.report.console import Console
from awsbatch.report.progress.bar import Bar
from awsbatch.report.progress.course import Course
from awsbatch.report.progress.progress import Plain, shown
from awsbatch.report.progress.progress_style import ProgressStyle
from awsbatch.report.tally import Tally
from tests.report.event import Clock, ended, failed, give, started
from tests.report.terminal import Files, Terminal


@pytest.fixture
def course() -> Course:
    return Course(Tally())


def test_a_plain_line_shows_how_far_the_run_is(
    console: Console, files: Files, clock: Clock
) -> None:
    tally = Tally()
    plain = Plain(console, Course(tally, throttled=lambda: tally.done, clock=clock))
    give(tally, Known(10), started(1))
    clock.now += 10
    plain.tell()

    give(tally, ended(), ended(), failed(), started(2), started(3))
    clock.now += 10
    plain.tell()

    assert files.stderr == (
        "0 of 10 done, 1 under way; 0.0/s\n"
        "3 of 10 done, 1 failed, 3 throttled, 2 under way; 9.0/min, 46.7 s left\n"
    )


def test_a_plain_line_of_a_stream_knows_no_end(
    console: Console, files: Files, clock: Clock
) -> None:
    tally = Tally()
    plain = Plain(console, Course(tally, endless=True, clock=clock))
    give(tally, Known(3), started(), ended(), ended(), ended())
    clock.now += 10

    plain.tell()

    assert files.stderr == "3 done, 0 under way; 18.0/min\n"


def test_a_bar_is_for_a_terminal(
    at_terminal: Console, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")

    with shown(ProgressStyle.AUTO, at_terminal, course) as progress:
        assert type(progress) is Bar


def test_a_dumb_terminal_has_plain_lines(
    at_terminal: Console, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")

    with shown(ProgressStyle.AUTO, at_terminal, course) as progress:
        assert type(progress) is Plain


def test_a_file_has_plain_lines(console: Console, course: Course) -> None:
    with shown(ProgressStyle.AUTO, console, course) as progress:
        assert type(progress) is Plain


def test_none_is_nothing(at_terminal: Console, course: Course) -> None:
    with shown(ProgressStyle.NONE, at_terminal, course) as progress:
        assert progress is None


def test_the_bar_is_gone_at_the_end(
    at_terminal: Console, terminal: Terminal, course: Course
) -> None:
    with shown(ProgressStyle.BAR, at_terminal, course) as bar:
        assert isinstance(bar, Bar)
        bar.draw()

    assert terminal.lines() == []


def test_the_bar_is_gone_when_a_run_breaks_off(
    at_terminal: Console, terminal: Terminal, course: Course
) -> None:
    with (
        suppress(KeyboardInterrupt),
        shown(ProgressStyle.BAR, at_terminal, course) as bar,
    ):
        assert isinstance(bar, Bar)
        bar.draw()
        raise KeyboardInterrupt

    assert terminal.lines() == []
