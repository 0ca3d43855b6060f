"""A message begins a line, whatever a program has written before it to the same place."""

import os
from pathlib import Path

import pytest

from awsbatch.report.console import Console
from tests.report.terminal import Terminal


@pytest.mark.parametrize("before", ["", "one\r\n", "two\r\nno end", "x" * 79, "x" * 80, "x" * 100])
def test_on_a_terminal(before: str, terminal: Terminal, at_terminal: Console) -> None:
    at_terminal.share()

    os.write(terminal.descriptors[0], before.encode())
    at_terminal.say("a message")
    at_terminal.say("another")

    whole = [line for text in before.split("\r\n") for line in (text[:80], text[80:]) if line]
    assert [line for line in terminal.lines() if line] == [*whole, "a message", "another"]


def test_in_a_file(tmp_path: Path) -> None:
    with (tmp_path / "log").open("ab") as log:
        console = Console(stdout=log.fileno(), stderr=log.fileno())
        console.share()

        console.say("first")
        os.write(log.fileno(), b"no end")
        console.say("a message")
        console.say("another")

    assert (tmp_path / "log").read_text() == "first\nno end\na message\nanother\n"


def test_in_a_pipe_nothing_tells() -> None:
    reader, writer = os.pipe()
    console = Console(stdout=writer, stderr=writer)
    console.share()

    os.write(writer, b"no end ")
    console.say("a message")

    assert os.read(reader, 100) == b"no end a message\n"
