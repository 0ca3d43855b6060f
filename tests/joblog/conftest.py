"""Logs in a folder of their own."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from awsbatch.contract.effect import Effect
from awsbatch.joblog.log_file import LogFile
from awsbatch.joblog.log_opening import opened
from awsbatch.joblog.row import Row
from awsbatch.joblog.state_file import Begun, Head, begun_line, told

HEAD = Head(bytes(range(32)), 1_780_000_000.5)
Open = Callable[..., LogFile]


def words_of(text: str) -> str:
    """Return what stands for the words of a command."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def place_of(statement: str, rounds: str = "") -> str:
    """Return what stands for a place: a statement, and the values of loops around it."""
    return words_of(statement)[:16] + words_of(rounds)[:16]


def begun(
    seq: int,
    text: str,
    statement: str | None = None,
    rounds: str = "",
    *,
    effect: Effect = Effect.CHANGES,
    has_token: bool = False,
) -> Begun:
    """Return a command whose statement is written as its words are, unless it is given."""
    place = place_of(text if statement is None else statement, rounds)
    return Begun(
        seq,
        words_of(text),
        place,
        effect,
        has_token,
        f"a.aws:{seq}",
        f"aws {text}",
        can_be_run=True,
    )


def noted(command: Begun) -> bytes:
    """Return what the state has of a command that is about to be sent."""
    keys = command.seq, command.words, command.place
    effect = told(command.effect, has_token=command.has_token)
    return begun_line(*keys, effect, command.line, command.command, command.can_be_run)


def row(command: Begun, status: str = "ok") -> Row:
    """Return the row of a command that has ended."""
    exitval = 0 if status in {"ok", "ignored"} else 254
    return Row(
        command.seq, status, command.words, command.place, 1.0, 2.0, exitval, 0, command.command
    )


def run(log: LogFile, command: Begun, status: str = "ok") -> None:
    """Note a command and its end."""
    log.state.begin(noted(command))
    log.append(row(command, status))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.log"


@pytest.fixture
def start(path: Path) -> Iterator[Open]:
    """Return what opens the log of the test for another run, when the one before has ended."""
    logs: list[LogFile] = []

    def start(*, resumes: bool = True) -> LogFile:
        if logs:
            assert logs.pop().close() is None
        log = opened(str(path), HEAD, resumes=resumes)
        logs.append(log)
        log.history()
        log.start()
        return log

    yield start
    for log in logs:
        log.close()
