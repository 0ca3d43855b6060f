from contextlib import suppress

import pytest

from awsbatch.event import Known
from awsbatch.report.console import Console
from awsbatch.report.progress import Bar, Plain, shown
from awsbatch.report.progress_style import ProgressStyle
from awsbatch.report.tally import Tally
from tests.report.event import Clock, ended, failed, give, partial, started
from tests.report.terminal import Files, Terminal


@pytest.fixture
def tally() -> Tally:
    return Tally()


def test_the_bar_shows_how_far_the_run_is(
    at_terminal: Console, terminal: Terminal, clock: Clock, tally: Tally
) -> None:
    bar = Bar(at_terminal, tally, endless=False, clock=clock)
    give(tally, Known(4), ended(), failed(), started(argv=("aws", "sts", "get-caller-identity")))
    clock.now += 5

    bar.draw()

    assert terminal.lines() == [
        " 50%|██████████          | 2/4 [00:05 left, 24.0/min, 1 failed] aws sts get-…"
    ]


def test_the_bar_knows_more_when_the_run_does(
    at_terminal: Console, terminal: Terminal, clock: Clock, tally: Tally
) -> None:
    bar = Bar(at_terminal, tally, endless=False, clock=clock)
    give(tally, Known(1), ended(), Known(3))
    clock.now += 1

    bar.draw()

    assert terminal.lines() == [" 25%|█████               | 1/4 [00:03 left, 1.0/s]"]


def test_the_bar_of_a_stream_knows_no_end(
    at_terminal: Console, terminal: Terminal, clock: Clock, tally: Tally
) -> None:
    bar = Bar(at_terminal, tally, endless=True, clock=clock)
    give(tally, Known(1), ended(), Known(1), started(argv=("aws", "s3", "ls", "s3://日本")))
    clock.now += 1

    bar.draw()

    assert terminal.lines() == ["[1 done, 1.0/s] aws s3 ls 's3://日本'"]


def test_the_bar_shows_how_many_are_under_way_side_by_side(
    at_terminal: Console, terminal: Terminal, clock: Clock, tally: Tally
) -> None:
    bar = Bar(at_terminal, tally, endless=False, clock=clock)
    give(tally, Known(9), started(1), started(2), started(3), ended())
    clock.now += 2

    bar.draw()

    assert terminal.lines() == [" 11%|██▏                 | 1/9 [00:16 left, 30.0/min] 2 under way"]


def test_the_bar_shows_a_command_of_several_lines_on_one(
    at_terminal: Console, terminal: Terminal, clock: Clock, tally: Tally
) -> None:
    bar = Bar(at_terminal, tally, endless=True, clock=clock)
    give(tally, started(argv=("aws", "sns", "publish", "--message", "one\ntwo")))

    bar.draw()

    assert terminal.lines() == ["[0 done, 0.0/s] aws sns publish --message 'one two'"]


def test_a_plain_line_shows_how_far_the_run_is(
    console: Console, files: Files, clock: Clock, tally: Tally
) -> None:
    plain = Plain(console, tally, endless=False, clock=clock)
    give(tally, Known(10), started(1))
    clock.now += 10
    plain.tell()

    give(tally, ended(), started(2), started(3), partial())
    clock.now += 10
    plain.tell()

    assert files.stderr == (
        "0 of 10 done, 1 under way; 0.0/s\n"
        "2 of 10 done, 1 failed, 2 under way; 6.0/min, 1 min 20 s left\n"
    )


def test_a_plain_line_of_a_stream_knows_no_end(
    console: Console, files: Files, clock: Clock, tally: Tally
) -> None:
    plain = Plain(console, tally, endless=True, clock=clock)
    give(tally, Known(1), started(), ended())
    clock.now += 10

    plain.tell()

    assert files.stderr == "1 done, 0 under way; 6.0/min\n"


def test_a_bar_is_for_a_terminal(
    at_terminal: Console, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")

    with shown(ProgressStyle.AUTO, at_terminal, tally, endless=False) as progress:
        assert type(progress) is Bar


def test_a_dumb_terminal_has_plain_lines(
    at_terminal: Console, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")

    with shown(ProgressStyle.AUTO, at_terminal, tally, endless=False) as progress:
        assert type(progress) is Plain


def test_a_file_has_plain_lines(console: Console, tally: Tally) -> None:
    with shown(ProgressStyle.AUTO, console, tally, endless=False) as progress:
        assert type(progress) is Plain


def test_none_is_nothing(at_terminal: Console, tally: Tally) -> None:
    with shown(ProgressStyle.NONE, at_terminal, tally, endless=False) as progress:
        assert progress is None


def test_the_bar_is_gone_at_the_end(at_terminal: Console, terminal: Terminal, tally: Tally) -> None:
    with shown(ProgressStyle.BAR, at_terminal, tally, endless=False) as bar:
        assert isinstance(bar, Bar)
        bar.draw()

    assert terminal.lines() == []


def test_the_bar_is_gone_when_a_run_breaks_off(
    at_terminal: Console, terminal: Terminal, tally: Tally
) -> None:
    with (
        suppress(KeyboardInterrupt),
        shown(ProgressStyle.BAR, at_terminal, tally, endless=False) as bar,
    ):
        assert isinstance(bar, Bar)
        bar.draw()
        raise KeyboardInterrupt

    assert terminal.lines() == []
