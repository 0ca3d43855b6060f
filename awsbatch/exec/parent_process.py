"""The parent of the workers, as the process that waits for the program has it."""

import os
import signal
import socket
import traceback
from collections.abc import Callable

from awsbatch.exec.front_link import FrontLink, ParentLink
from awsbatch.exit_status import ExitStatus


class ParentProcess:
    """A child process that takes calls."""

    def __init__(
        self, serve: Callable[[FrontLink], object], *, without: Callable[[int], int] = int
    ) -> None:
        """Fork it, to `serve` for as long as the link tells it to; raise `OSError`.

        `without` is given the exit status of the program where this process was killed before,
        and returns that of `awsbatch exec`.
        """
        self._without = without
        ours, theirs = socket.socketpair()
        self._pid = os.fork()
        self._is_reaped = False
        if self._pid == 0:
            status = ExitStatus.BUG
            try:
                ours.close()
                # What the terminal sends to the program is not for this process.
                os.setpgid(0, 0)
                serve(FrontLink(theirs))
                status = ExitStatus.OK
            except BaseException:  # noqa: BLE001 (else it would go on as the other process does)
                traceback.print_exc()
            finally:
                os._exit(status)
        theirs.close()
        self._link = ParentLink(ours)

    def conclude(self, exit_status: int) -> int:
        """Tell it that the program has ended; return what `awsbatch exec` is to end with.

        It has gone when this returns, but for calls that the program has left behind.
        """
        conclusion = self._link.conclude(exit_status)
        if conclusion is None:
            return self._without(exit_status)
        exit_status, goes_on = conclusion
        if not goes_on:
            self.reap(waits=True)
        return exit_status

    def kill(self) -> None:
        """End it, and all calls under way."""
        if not self._is_reaped:
            os.kill(self._pid, signal.SIGKILL)
        self.reap(waits=True)

    def reap(self, *, waits: bool = False) -> None:
        """Let go of it if it has ended; before the program has, only a killed one has."""
        if not self._is_reaped:
            process, _ = os.waitpid(self._pid, 0 if waits else os.WNOHANG)
            self._is_reaped = bool(process)
