"""The program that is run, as a child of the process that was started as `awsbatch exec`."""

import errno
import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from awsbatch.fault.error import AwsbatchError
from awsbatch.fault.wording import reason
from awsbatch.record import record

NOT_FOUND = 127
NOT_EXECUTABLE = 126
"""What programs that run others end with, such as `env`."""
SIGNALLED = 128
"""A shell adds to it the number of the signal that has ended a program."""
_SHELL = "/bin/sh"
OF_PROGRAM = frozenset(
    {
        signal.SIGINT,
        signal.SIGTERM,
        signal.SIGHUP,
        signal.SIGQUIT,
        signal.SIGUSR1,
        signal.SIGUSR2,
        signal.SIGALRM,
    }
)
"""What the program decides on itself; its calls may be what it does about it."""


def leave_alone(numbers: Iterable[signal.Signals]) -> None:
    """Have signals do nothing in this process, where they are somebody else's.

    What is ignored, programs that are started here would ignore as well.
    """
    for number in numbers:
        signal.signal(number, lambda *_: None)


class NoProgramError(AwsbatchError):
    """The program cannot be started."""

    def __init__(self, name: str, error: OSError) -> None:
        super().__init__(f"cannot run `{name}`: {reason(error)}")
        self.exit_status = NOT_FOUND if error.errno == errno.ENOENT else NOT_EXECUTABLE


@record
class Stopped:
    """The program was stopped."""

    signal: int


@record
class Ended:
    """The program has ended."""

    exit_status: int
    """As a shell has it: 128 and a signal's number where that ended it."""
    signal: int | None = None
    """What ended it, if a signal did."""


class Program:
    """A program under way."""

    def __init__(
        self, words: Sequence[str], environ: Mapping[str, str], mask: Iterable[int]
    ) -> None:
        """Start it, with the signals in `mask` blocked alone; raise `NoProgramError`."""
        try:
            self._process = _started(words, environ, mask)
        except OSError as error:
            raise NoProgramError(words[0], error) from None
        self.pid = self._process.pid

    def news(self) -> Ended | Stopped | None:
        """Return what has become of it since the last time, without waiting."""
        process, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
        if not process:
            return None
        if os.WIFSTOPPED(status):
            return Stopped(os.WSTOPSIG(status))
        code = self._process.returncode = os.waitstatus_to_exitcode(status)
        return Ended(code) if code >= 0 else Ended(SIGNALLED - code, -code)

    def signal(self, number: int) -> None:
        """Pass a signal on."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)


def _started(
    words: Sequence[str], environ: Mapping[str, str], mask: Iterable[int]
) -> subprocess.Popen[bytes]:
    def start(words: Sequence[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            words,
            env=environ,
            # Those that are to stay in this process are closed as it becomes another one.
            close_fds=False,
            # There are no threads.
            preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_SETMASK, mask),  # noqa: PLW1509
        )

    try:
        return start(words)
    except OSError as error:
        found = shutil.which(words[0], path=environ.get("PATH"))
        if error.errno != errno.ENOEXEC or found is None:
            raise
        # A script without a first line that tells, as `env` runs it.
        return start([_SHELL, found, *words[1:]])
