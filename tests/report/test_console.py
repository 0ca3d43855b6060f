import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.fault.error import AwsbatchError, ScriptError, ScriptWarning
from awsbatch.fault.place import Place
from awsbatch.fault.style import Style
from awsbatch.report.console import Console
from awsbatch.report.paint import ColorChoice
from tests.report.terminal import Files, Terminal


def test_the_bytes_of_a_command_go_through_as_they_are(console: Console, files: Files) -> None:
    stdout, stderr = console.live()

    stdout.write(b"caf\xe9\0\r\n\xff")
    stderr.write(b"oops")

    assert files.stdout == b"caf\xe9\0\r\n\xff"
    assert files.stderr == "oops"
    assert (stdout.fileno(), stderr.fileno()) == files.descriptors


def test_a_printed_line_is_text_with_an_ending(console: Console, files: Files) -> None:
    console.print("log groups: café")

    assert files.stdout == "log groups: café\n".encode()
    assert files.stderr == ""


def test_half_a_surrogate_is_no_reason_not_to_print(console: Console, files: Files) -> None:
    console.print("\ud83d, \udce9")

    assert files.stdout == b"?, ?\n"


def test_bytes_of_an_argument_that_are_not_text_are_printed_as_they_came(
    console: Console, files: Files
) -> None:
    console.print("caf\udce9")

    assert files.stdout == b"caf\xe9\n"


def test_a_message_begins_a_line_after_output_that_did_not_end_one(
    at_terminal: Console, terminal: Terminal
) -> None:
    at_terminal.live()[0].write(b"no line ending")

    at_terminal.say("cleanup.aws:12: exit 1")

    assert terminal.lines() == ["no line ending", "cleanup.aws:12: exit 1"]


def test_a_message_adds_nothing_to_standard_output_in_a_file(
    console: Console, files: Files
) -> None:
    console.live()[0].write(b"no line ending")

    console.say("cleanup.aws:12: exit 1")

    assert files.stdout == b"no line ending"
    assert files.stderr == "cleanup.aws:12: exit 1\n"


def test_a_message_begins_a_line_after_ctrl_c_was_shown(
    at_terminal: Console, terminal: Terminal
) -> None:
    os.write(terminal.descriptors[0], b"^C")
    at_terminal.echoed()

    at_terminal.say("stopping")

    assert terminal.lines() == ["^C", "stopping"]


def test_a_message_takes_the_place_of_the_bar_and_of_ctrl_c(
    at_terminal: Console, terminal: Terminal
) -> None:
    at_terminal.draw("1/3")
    os.write(terminal.descriptors[0], b"^C")
    at_terminal.echoed()

    at_terminal.say("stopping")

    assert terminal.lines() == ["stopping"]


def test_the_bar_stands_below_the_output(at_terminal: Console, terminal: Terminal) -> None:
    at_terminal.draw("a long bar for 1/3")
    at_terminal.live()[0].write(b"one\ntwo\n")
    at_terminal.draw("2/3")

    assert terminal.lines() == ["one", "two", "2/3"]


def test_a_shorter_bar_leaves_nothing_of_a_longer_one(
    at_terminal: Console, terminal: Terminal
) -> None:
    at_terminal.draw("1/3 aws logs describe-log-groups 日本")
    at_terminal.draw("2/3")

    assert terminal.lines() == ["2/3"]


def test_no_bar_is_drawn_over_a_line_that_is_not_at_its_end(
    at_terminal: Console, terminal: Terminal
) -> None:
    stdout, _ = at_terminal.live()

    stdout.write(b"Completed 1 MiB\r")
    at_terminal.draw("1/3")
    during = terminal.lines()
    stdout.write(b"Completed 2 MiB\n")
    at_terminal.draw("1/3")

    assert during == ["Completed 1 MiB"]
    assert terminal.lines() == ["Completed 2 MiB", "1/3"]


def test_no_bar_is_drawn_while_a_command_has_the_terminal(
    at_terminal: Console, terminal: Terminal
) -> None:
    at_terminal.draw("1/3")

    with at_terminal.hidden():
        at_terminal.draw("1/3")
        during = terminal.lines()
    at_terminal.draw("2/3")

    assert during == []
    assert terminal.lines() == ["2/3"]


@pytest.mark.parametrize("narrow", [Terminal.cut, Terminal.reflow])
@pytest.mark.parametrize("columns", [40, 20])
def test_a_terminal_made_narrower_keeps_nothing_of_a_wider_bar(
    narrow: Callable[[Terminal, int], None],
    columns: int,
    at_terminal: Console,
    terminal: Terminal,
) -> None:
    at_terminal.live()[0].write(b"one\ntwo\n")
    at_terminal.draw("the bar " * 9)
    narrow(terminal, columns)

    at_terminal.draw("1/3 ")
    drawn = terminal.lines()
    at_terminal.live()[0].write(b"three\n")

    assert drawn == ["one", "two", "1/3"]
    assert terminal.lines() == ["one", "two", "three"]


def test_a_bar_for_more_columns_than_there_are_left_is_cut(
    at_terminal: Console, terminal: Terminal
) -> None:
    terminal.cut(20)

    at_terminal.draw("the bar " * 9)
    drawn = terminal.lines()
    at_terminal.erase()

    assert len(drawn) == 1
    assert terminal.lines() == []


def test_a_terminal_may_be_made_wider(at_terminal: Console, terminal: Terminal) -> None:
    at_terminal.draw("a bar")
    terminal.cut(100)

    at_terminal.draw("1/3")

    assert at_terminal.bar_columns == 99
    assert terminal.lines() == ["1/3"]


_OUTPUT = st.text("abé\n\r", max_size=6).map(str.encode)
_STEPS = st.lists(st.tuples(st.sampled_from(["stdout", "stderr", "say", "draw"]), _OUTPUT))


@given(_STEPS)
def test_whatever_is_written_a_bar_changes_nothing_of_it(
    steps: list[tuple[str, bytes]],
) -> None:
    with_bar = _shown([*steps, ("erase", b"")])
    without_bar = _shown([step for step in steps if step[0] != "draw"])

    assert with_bar == without_bar


def _shown(steps: list[tuple[str, bytes]]) -> list[str]:
    terminal = Terminal()
    stdout, stderr = terminal.descriptors
    console = Console(stdout=stdout, stderr=stderr)
    for action, data in steps:
        _take(console, action, data)
    lines = terminal.lines()
    terminal.close()
    return lines


def _take(console: Console, action: str, data: bytes) -> None:
    match action:
        case "stdout" | "stderr":
            console.live()[action == "stderr"].write(data)
        case "say":
            console.say("said")
        case "draw":
            console.draw("the bar " * 9)
        case _:
            console.erase()


def test_who_interrupts_a_pipeline_is_told_the_rest(files: Files) -> None:
    closed = _closed_pipe()
    console = Console(stdout=closed, stderr=files.descriptors[1])

    console.echoed()
    with pytest.raises(BrokenPipeError):
        console.print("nobody reads this")
    console.say("but this")
    os.close(closed)

    assert files.stderr == "but this\n"
    assert console.has_no_reader


def test_who_closes_standard_output_is_told_nothing_more(files: Files) -> None:
    closed = _closed_pipe()
    console = Console(stdout=closed, stderr=files.descriptors[1])

    with pytest.raises(BrokenPipeError):
        console.print("nobody reads this")
    console.say("nor this")
    os.close(closed)

    assert files.stderr == ""
    assert console.has_no_reader


def test_a_command_does_not_fail_for_standard_error_that_nobody_reads(files: Files) -> None:
    closed = _closed_pipe()
    console = Console(stdout=files.descriptors[0], stderr=closed)

    console.live()[1].write(b"nobody reads this")
    console.say("nor this")
    console.print("but this")
    os.close(closed)

    assert files.stdout == b"but this\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_is_said_to_be_one(files: Files) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    console = Console(stdout=full, stderr=files.descriptors[1])

    with pytest.raises(AwsbatchError) as caught:
        console.print("too much")
    os.close(full)

    assert caught.value.message == "cannot write to standard output: no space left on device"
    assert not console.has_no_reader


@pytest.mark.races
def test_a_pipe_that_does_not_block_gets_everything(files: Files) -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with ThreadPoolExecutor() as pool, open(reader, "rb") as file:  # noqa: PTH123 (a descriptor)
        data = pool.submit(file.read)
        Console(stdout=writer, stderr=files.descriptors[1]).print("x" * 1_000_000)
        os.close(writer)

    assert data.result() == b"x" * 1_000_000 + b"\n"


def _closed_pipe() -> int:
    reader, writer = os.pipe()
    os.close(reader)
    return writer


FAULT = ScriptError(
    "`a` is wrong", place=Place("f.aws", 1, 61, 1, f"{'x' * 60}a{'x' * 60}"), hint="write `b`"
)


def test_an_error_is_cut_to_the_terminal_and_coloured(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stdout, stderr = terminal.descriptors

    Console(stdout=stdout, stderr=stderr).say_error(FAULT)

    lines = terminal.lines()
    assert lines[3] == f"1 | …{'x' * 36}a{'x' * 36}…"
    assert lines[4] == f"  | {' ' * 37}^ write `b`"
    assert terminal.color(0, 0) == ("red", True)
    assert terminal.color(0, 7) == ("default", False)
    assert terminal.color(4, 41) == ("red", True)
    assert terminal.color(4, 43) == ("cyan", False)


def test_a_warning_has_a_colour_of_its_own(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stdout, stderr = terminal.descriptors

    Console(stdout=stdout, stderr=stderr).say_error(ScriptWarning("odd"))

    assert terminal.lines() == ["warning: odd"]
    assert terminal.color(0, 0) == ("brown", True)


@pytest.mark.parametrize(
    ("color", "term"), [(ColorChoice.NEVER, "xterm"), (ColorChoice.AUTO, "dumb")]
)
def test_a_terminal_is_not_coloured_where_that_is_not_wanted(
    color: ColorChoice, term: str, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", term)
    stdout, stderr = terminal.descriptors

    Console(stdout=stdout, stderr=stderr, color=color).say_error(FAULT)

    assert len(terminal.lines()) == 5
    assert terminal.color(0, 0) == ("default", False)


def test_colours_that_are_asked_for_are_written_to_standard_error_alone(files: Files) -> None:
    stdout, stderr = files.descriptors
    console = Console(stdout=stdout, stderr=stderr, color=ColorChoice.ALWAYS)

    console.say("12 succeeded, " + Style.FAILURE.of("1 failed"))
    console.print("1 failed")

    assert files.stderr == "12 succeeded, \x1b[1;31m1 failed\x1b[0m\n"
    assert files.stdout == b"1 failed\n"


@pytest.mark.parametrize(
    ("color", "data"),
    [(ColorChoice.AUTO, b"# a\n"), (ColorChoice.ALWAYS, b"\x1b[1m# a\x1b[0m\n")],
)
def test_what_is_no_output_of_a_command_has_colours_where_its_reader_shows_them(
    color: ColorChoice, data: bytes, files: Files, at_terminal: Console, terminal: Terminal
) -> None:
    stdout, stderr = files.descriptors

    Console(stdout=stdout, stderr=stderr, color=color).print(Style.HEADING.of("# a"))
    at_terminal.print(Style.HEADING.of("# a"))

    assert files.stdout == data
    assert terminal.lines() == ["# a"]
    assert terminal.color(0, 0) == ("default", True)


def test_an_error_in_a_file_is_text_alone(console: Console, files: Files) -> None:
    console.say_error(FAULT)

    assert files.stderr == (
        "error: `a` is wrong\n --> f.aws:1:61\n  |\n"
        f"1 | {'x' * 60}a{'x' * 60}\n  | {' ' * 60}^ write `b`\n"
    )
