"""What answers a question at a real terminal, and what becomes of the run."""

import os
import pty
import signal
import sys
from collections.abc import Iterator
from typing import TypeAlias

import pexpect
import pytest

from awsbatch.cli.bound import confirmation
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import UsageError

_ASK = """
import sys
from awsbatch.cli.bound.confirmation import asked, terminal
from awsbatch.report.console import Console
with terminal() as number:
    print("typed before")
    sys.stdin.readline()
    print("begins")
    sys.exit(asked("make 3 changes? ", number, Console()))
"""

Terminal: TypeAlias = "pexpect.spawn[str]"


@pytest.fixture
def program() -> Iterator[Terminal]:
    program = pexpect.spawn(sys.executable, ["-c", _ASK], encoding="utf-8", timeout=60)
    program.expect_exact("typed before")
    yield program
    program.close(force=True)


def at_question(program: Terminal) -> None:
    program.sendline("")
    program.expect_exact("make 3 changes? ")


def status(program: Terminal) -> int | None:
    program.expect(pexpect.EOF)
    program.close()
    return program.exitstatus


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("yes\n", ExitStatus.OK),
        (" yes \n", ExitStatus.OK),
        ("no\n", ExitStatus.REFUSED),
        ("\n", ExitStatus.REFUSED),
        ("y\n", ExitStatus.REFUSED),
        ("YES\n", ExitStatus.REFUSED),
        ("yes please\n", ExitStatus.REFUSED),
        ("yes\x04\x04", ExitStatus.OK),
        ("\x04", ExitStatus.REFUSED),
        ("\x03", ExitStatus.INTERRUPTED),
        ("ye\x03", ExitStatus.INTERRUPTED),
    ],
)
def test_only_yes_lets_a_run_begin(program: Terminal, answer: str, expected: ExitStatus) -> None:
    at_question(program)
    program.send(answer)
    assert status(program) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (signal.SIGTERM, ExitStatus.TERMINATED),
        (signal.SIGHUP, ExitStatus.HUNG_UP),
        (signal.SIGINT, ExitStatus.INTERRUPTED),
    ],
)
def test_a_signal_ends_the_question(
    program: Terminal, number: signal.Signals, expected: ExitStatus
) -> None:
    at_question(program)
    program.kill(number)
    assert status(program) == expected


def test_a_closed_terminal_ends_the_question() -> None:
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.executable, [sys.executable, "-c", _ASK])  # noqa: S606 (no shell is wanted)
    shown = os.read(terminal, 1 << 12)
    os.write(terminal, b"\n")
    while b"make 3 changes? " not in shown:
        shown += os.read(terminal, 1 << 12)
    os.close(terminal)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert status == ExitStatus.HUNG_UP


def test_what_was_typed_before_is_no_answer(program: Terminal) -> None:
    program.send("\nyes\n")
    program.expect_exact("make 3 changes? ")
    program.sendline("no")
    assert status(program) == ExitStatus.REFUSED


def test_says_what_does_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise OSError(6, "No such device or address")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(UsageError) as raised, confirmation.terminal():
        pass
    assert raised.value.message == "`--confirm` asks at a terminal, and there is none"
    assert raised.value.hint == (
        "`awsbatch plan --save PLAN FILE`, and then `awsbatch run --planned PLAN FILE`"
    )
