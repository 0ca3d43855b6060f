"""A worker, as the parent has it."""

import os
import signal
import socket
import traceback
from collections.abc import Callable, Sequence

from awsbatch.exec.channel import Channel, Message
from awsbatch.exec.worker import INTERRUPT


class WorkerProcess:
    """A child process that makes calls."""

    def __init__(self, serve: Callable[[Channel], object], keep_out: Callable[[], object]) -> None:
        """Fork one, which begins to `serve`.

        In it, `keep_out` is called first, to close what is the parent's alone.
        """
        ours, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                ours.close()
                keep_out()
                serve(Channel(theirs))
            except BaseException:  # noqa: BLE001 (else it would go on as the parent does)
                traceback.print_exc()
            finally:
                os._exit(1)
        theirs.close()
        self.channel = Channel(ours)

    def hand(self, message: Message, descriptors: Sequence[int]) -> None:
        """Give it a call; raise `OSError` where it has gone."""
        self.channel.send(message, descriptors)

    def interrupt(self) -> None:
        """Interrupt the call that it makes, as Ctrl-C does."""
        os.kill(self.pid, INTERRUPT)

    def kill(self) -> None:
        """End it at once, whatever it does."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end, close its channel, and return the signal that ended it, 0 for none."""
        self.channel.close()
        _, status = os.waitpid(self.pid, 0)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
