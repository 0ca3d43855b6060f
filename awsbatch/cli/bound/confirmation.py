"""A question at the terminal before anything changes, which only `yes` answers."""

import os
import select
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

from awsbatch.cli.interrupt import Interrupt
from awsbatch.engine.run_end import SIGNAL_SECONDS, Phase, RunEnd
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import UsageError
from awsbatch.report.console import Console

_TERMINAL = "/dev/tty"
_YES = b"yes"


@contextmanager
def terminal() -> Iterator[int]:
    """Provide a descriptor of the terminal, whatever the standard ones are.

    Raise `UsageError` where there is none.
    """
    try:
        number = os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        raise UsageError(
            "`--confirm` asks at a terminal, and there is none",
            hint="`awsbatch plan --save PLAN FILE`, and then `awsbatch run --planned PLAN FILE`",
        ) from None
    try:
        yield number
    finally:
        os.close(number)


def asked(question: str, terminal: int, console: Console) -> ExitStatus:
    """Ask a question at the terminal; return `OK` for `yes`, and else what the run exits with."""
    run_end = RunEnd()
    interrupt = Interrupt(run_end, console)
    shown = console.secrets.masked(question)
    try:
        with interrupt.handled(), console.asking():
            is_yes = run_end.during(Phase.WAITING, partial(_is_yes, shown, terminal))
    except KeyboardInterrupt:
        return interrupt.exit_status or ExitStatus.INTERRUPTED
    return ExitStatus.OK if is_yes else ExitStatus.REFUSED


def _is_yes(question: str, terminal: int) -> bool:
    answer = b""
    # The terminal may be gone.
    with suppress(OSError, termios.error):
        # What was typed before the question is no answer to it.
        termios.tcflush(terminal, termios.TCIFLUSH)
        os.write(terminal, question.encode())
        # It gives a line at a time, and nothing for Ctrl-D.
        while not answer.endswith(b"\n") and (part := _read(terminal)):
            answer += part
        if not answer.endswith(b"\n"):
            os.write(terminal, b"\n")
    return answer.strip() == _YES


def _read(terminal: int) -> bytes:
    # A signal that another thread got does not end a wait.
    while not select.select([terminal], [], [], SIGNAL_SECONDS)[0]:
        pass
    return os.read(terminal, 1 << 12)
