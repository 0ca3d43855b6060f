"""Consoles, with what shows what they write."""

from collections.abc import Iterator

import pytest

from awsbatch.report.console import Console
from tests.report.event import Clock
from tests.report.terminal import Files, Terminal


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.close()


@pytest.fixture
def at_terminal(terminal: Terminal) -> Console:
    """Provide a console whose standard output and error are the terminal."""
    stdout, stderr = terminal.descriptors
    return Console(stdout=stdout, stderr=stderr)


@pytest.fixture
def files() -> Iterator[Files]:
    files = Files()
    yield files
    files.close()


@pytest.fixture
def console(files: Files) -> Console:
    """Provide a console whose standard output and error are files."""
    stdout, stderr = files.descriptors
    return Console(stdout=stdout, stderr=stderr)
