"""The process that was started as `awsbatch exec`: it waits for the program, and does no more.

Calls are taken by a child of it. So it is at hand for each signal, knows who has sent it, and
ends with the program at once, whatever calls are still under way in the background.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from awsbatch.exec.parent_process import ParentProcess
from awsbatch.exec.program_process import OF_PROGRAM, SIGNALLED, Ended, Program, Stopped
from awsbatch.record import record

if TYPE_CHECKING:
    from collections.abc import Callable

_HEEDED = {*OF_PROGRAM, signal.SIGCHLD}
_OF_TERMINAL = {signal.SIGINT, signal.SIGQUIT}
"""What a terminal sends to all in front of it, as it does with Ctrl-C."""


@record
class Sent:
    """A signal that has come."""

    number: int
    sender: int | None
    """The process that has sent it; None where the terminal has, or where that is not known."""


def is_for_program(sent: Sent, program: int) -> bool:
    """Return whether a signal is to be passed on to the program, which is that process.

    What is sent to this process alone is meant for the program. It gets by itself what the
    terminal sends, and what it has sent to all in its process group, as `kill 0` does.
    """
    if sent.number not in OF_PROGRAM or sent.sender == program:
        return False
    return sent.sender is not None or sent.number not in _OF_TERMINAL


class FrontProcess:
    """This process, for as long as the program runs."""

    is_interrupted = False
    """Whether SIGINT has ended the program."""

    def __init__(self) -> None:
        """Hold signals back from now on: none may come before there is a program."""
        self.mask = signal.pthread_sigmask(signal.SIG_BLOCK, _HEEDED)
        """The signals that were blocked before, as in the program they are to be."""
        # A parent that ignores it would have this process miss the end of the program.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)

    @contextmanager
    def ended_by_signals(self) -> Iterator[None]:
        """Be ended by signals in this block, with all that is left to do at the end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _end)
        signal.pthread_sigmask(signal.SIG_SETMASK, self.mask)
        yield
        signal.pthread_sigmask(signal.SIG_BLOCK, _HEEDED)

    def exit_status(self, program: Program, parent: ParentProcess) -> int:
        """Wait for the end of the program; return what this process is to end with."""
        while True:
            news = program.news()
            if isinstance(news, Ended):
                self.is_interrupted = news.signal == signal.SIGINT
                return parent.conclude(news.exit_status)
            if isinstance(news, Stopped):
                _stop_with(program, news)
                continue
            parent.reap()
            sent = _next()
            if is_for_program(sent, program.pid):
                program.signal(sent.number)


def _end(number: int, _frame: object) -> NoReturn:
    # Another one is not to break off what is done at the end.
    signal.pthread_sigmask(signal.SIG_BLOCK, _HEEDED)
    raise SystemExit(SIGNALLED + number)


def end_by_interrupt() -> None:
    """End this process by SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _next() -> Sent:
    """Wait for the next signal."""
    # Python has it on macOS as well, but not this.
    wait: Callable[..., signal.struct_siginfo] | None = getattr(signal, "sigwaitinfo", None)
    if wait is None:
        return Sent(signal.sigwait(_HEEDED), None)
    info = wait(_HEEDED)
    # Above 0, it is the kernel: for the terminal, or of a child that has ended.
    return Sent(info.si_signo, info.si_pid if info.si_code <= 0 else None)


def _stop_with(program: Program, news: Stopped) -> None:
    """Stop as the program has, where a shell would else wait in vain for its terminal.

    `suspend` in an interactive shell is such a case. Ctrl-Z stops this process by itself.
    """
    if news.signal != signal.SIGSTOP:
        return
    own, group = os.getpgrp(), os.getpgid(program.pid)
    with suppress(OSError), Path("/dev/tty").open("rb") as terminal:
        before = os.tcgetpgrp(terminal.fileno())
        if before not in {own, group}:
            return
        os.kill(os.getpid(), signal.SIGSTOP)
        # The shell has given the terminal to this process, to which it was not given back.
        if os.tcgetpgrp(terminal.fileno()) == own:
            os.tcsetpgrp(terminal.fileno(), before)
        program.signal(signal.SIGCONT)
