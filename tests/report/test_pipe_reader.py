"""A bar on a terminal that the reader of standard output writes to as well."""

import os
import tty
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from awsbatch.report.console import Console
from awsbatch.report.pipe_reader import PipeReader
from tests.report.event import Clock
from tests.report.terminal import Files, Terminal


@dataclass
class Pipe:
    """What `| grep` is given."""

    reader: int
    writer: int

    def drain(self) -> bytes:
        return os.read(self.reader, 65536)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    pipe = Pipe(*os.pipe())
    yield pipe
    os.close(pipe.reader)
    os.close(pipe.writer)


@pytest.fixture
def reader(pipe: Pipe, terminal: Terminal, clock: Clock) -> PipeReader:
    return PipeReader(pipe.writer, terminal.descriptors[1], clock=clock)


def test_a_reader_may_write_until_it_was_given_nothing_for_a_while(
    reader: PipeReader, clock: Clock
) -> None:
    seen = [reader.may_write()]
    for seconds in (0.4, 0.2):
        clock.now += seconds
        seen.append(reader.may_write())
    reader.was_given = True
    seen.append(reader.may_write())

    assert seen == [True, True, False, True]


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="only Linux tells it")
def test_a_slow_reader_may_write_until_it_has_read_all(
    reader: PipeReader, pipe: Pipe, clock: Clock
) -> None:
    os.write(pipe.writer, b"one")
    seen = []
    for _ in range(3):
        clock.now += 9
        seen.append(reader.may_write())
    pipe.drain()
    clock.now += 9

    assert seen == [True, True, True]
    assert not reader.may_write()


def test_a_pager_has_the_terminal_to_itself(
    reader: PipeReader, terminal: Terminal, clock: Clock
) -> None:
    reader.may_write()
    clock.now += 9
    tty.setcbreak(terminal.descriptors[1])

    assert reader.may_write()


def test_nobody_reads_a_terminal_or_a_file(terminal: Terminal, files: Files) -> None:
    stdout, stderr = terminal.descriptors

    assert not PipeReader(stdout, stderr).may_write()
    assert not PipeReader(files.descriptors[0], stderr).may_write()


def test_the_bar_is_gone_before_the_reader_is_given_anything(
    pipe: Pipe, terminal: Terminal
) -> None:
    console = Console(stdout=pipe.writer, stderr=terminal.descriptors[1])
    console._reader.was_given = False
    console.draw("1/3")
    before = terminal.lines()

    console.print("one")
    console.draw("2/3")
    during = terminal.lines()
    os.write(terminal.descriptors[0], pipe.drain())

    assert before == ["1/3"]
    assert during == []
    assert terminal.lines() == ["one"]
