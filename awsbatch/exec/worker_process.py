"""A worker, as the parent has it."""

import os
import signal
import socket
import traceback
from collections.abc import Callable, Sequence

from awsbatch.exec.channel import Channel, Message
from awsbatch.exec.working.call_interrupt import INTERRUPT
from awsbatch.exec.working.interrupted_call import InterruptedCall


class WorkerProcess:
    """A child process that makes calls."""

    exit_code: int | None = None
    """How it has ended, as `os.waitstatus_to_exitcode()` has it, once it was `reap`ed."""

    def __init__(
        self,
        serve: Callable[[Channel, InterruptedCall], object],
        keep_out: Callable[[], object],
        *,
        is_detached: bool,
    ) -> None:
        """Fork one, which begins to `serve`; raise `OSError` where that cannot be.

        In it, `keep_out` is called first, to close what is the parent's alone. With
        `is_detached`, it has no terminal, as it is for clients that have another one.
        """
        self.is_detached = is_detached
        self._interrupted = InterruptedCall()
        ours, theirs = socket.socketpair()
        try:
            self.pid = os.fork()
        except OSError:
            ours.close()
            theirs.close()
            raise
        if self.pid == 0:
            try:
                ours.close()
                keep_out()
                _settle(is_detached=is_detached)
                serve(Channel(theirs), self._interrupted)
            except BaseException:  # noqa: BLE001 (else it would go on as the parent does)
                traceback.print_exc()
            finally:
                os._exit(1)
        theirs.close()
        ours.setblocking(False)  # noqa: FBT003 (it has no name)
        self.channel = Channel(ours)

    def hand(self, message: Message, descriptors: Sequence[int]) -> None:
        """Give it a call; raise `OSError` where it has gone."""
        self.channel.send(message, descriptors)

    def interrupt(self, call: int) -> None:
        """Interrupt the call of a number, which it was given, as Ctrl-C does."""
        # In this order: it looks there when it gets the signal, or the call.
        self._interrupted.number = call
        os.kill(self.pid, INTERRUPT)

    def kill(self) -> None:
        """End it, whatever it does."""
        # The number of one that was reaped may be another process's.
        if self.exit_code is None:
            os.kill(self.pid, signal.SIGKILL)

    def reap(self, *, waits: bool = False) -> bool:
        """Return whether it has ended, and let go of it if it has."""
        process, status = os.waitpid(self.pid, 0 if waits else os.WNOHANG)
        if process:
            self.exit_code = os.waitstatus_to_exitcode(status)
        return bool(process)


def _settle(*, is_detached: bool) -> None:
    """Leave what only the parent was to have: its process group, and some of its signals."""
    # What is sent to all in front of a terminal reaches it with a client, in whose group it is.
    if is_detached:
        os.setsid()
    else:
        os.setpgid(0, 0)
    for number in (signal.SIGCHLD, signal.SIGTTOU):
        signal.signal(number, signal.SIG_DFL)
