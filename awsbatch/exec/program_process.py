"""The program that is run, as a child of the parent."""

import errno
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from awsbatch.fault.error import AwsbatchError
from awsbatch.fault.wording import reason

NOT_FOUND = 127
NOT_EXECUTABLE = 126
"""What programs that run others end with, such as `env`."""
_SIGNALLED = 128


class NoProgramError(AwsbatchError):
    """The program cannot be started."""

    def __init__(self, name: str, error: OSError) -> None:
        super().__init__(f"cannot run `{name}`: {reason(error)}")
        self.exit_status = NOT_FOUND if error.errno == errno.ENOENT else NOT_EXECUTABLE


class Program:
    """A program under way."""

    def __init__(self, words: Sequence[str], environ: Mapping[str, str]) -> None:
        """Start it; raise `NoProgramError`."""
        try:
            # Descriptors that are to stay in this process are closed as it becomes another one.
            self._process = _started(words, environ)
        except OSError as error:
            raise NoProgramError(words[0], error) from None

    def has_ended(self) -> bool:
        """Return whether it has ended, without waiting."""
        return self._process.poll() is not None

    def signal(self, number: int) -> None:
        """Pass a signal on."""
        with suppress(ProcessLookupError):
            self._process.send_signal(number)

    @property
    def exit_status(self) -> int:
        """Its exit status, as a shell has it, once it has ended."""
        status = self._process.returncode
        return status if status >= 0 else _SIGNALLED - status


def _started(words: Sequence[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(words, env=environ, close_fds=False)
    except OSError as error:
        file = shutil.which(words[0], path=environ.get("PATH"))
        if error.errno != errno.ENOEXEC or file is None:
            raise
    # A script without a first line that says what runs it, as `execvp` runs it.
    return subprocess.Popen(["/bin/sh", file, *words[1:]], env=environ, close_fds=False)


PASSED_ON = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)
"""The signals that are for the program. The terminal sends it SIGINT by itself."""


def wake_up() -> int:
    """Return a descriptor on which something can be read after any signal that is handled."""
    read, write = os.pipe()
    os.set_blocking(read, False)
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    return read
