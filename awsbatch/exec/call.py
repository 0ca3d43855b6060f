"""A call of `aws`, as the parent has it."""

import errno
import os
import socket
import time
from typing import TYPE_CHECKING, Any

from awsbatch.exec.call_report import CallReport
from awsbatch.exec.channel import Message, received
from awsbatch.exec.client_frame import FOLDER, HELLO, QUESTIONS, STREAMS
from awsbatch.exec.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 1 << 10


NO_ROOM = os.strerror(errno.EMFILE).lower()
"""Why a call cannot be taken for which there are no descriptors left."""


class NoCallError(Exception):
    """No call has come, or it cannot be taken, for the reason that is given."""


class Call:
    """A call from its first byte to its end."""

    mask = 0
    group = 0
    """The process group of the client."""
    is_detached = False
    """Whether the client is of another session, with another terminal or none."""
    has_begun = False
    """Whether the worker has said anything."""
    is_question = False
    """Whether it is made by a process elsewhere, which has questions only."""
    is_over = False
    """Whether such a process has told how it went."""
    told: Message
    """What is known of it before its end."""

    def __init__(self, number: int, connection: socket.socket, peer: Peer) -> None:
        """Take a connection, on which nothing is waited for."""
        self.number = number
        self.connection = connection
        connection.setblocking(False)  # noqa: FBT003 (it has no name)
        self.descriptors: Sequence[int] = ()
        self.process = peer.process
        """The client; 0 where it has no number here."""
        self.told = {}
        self._began = time.monotonic()

    def greet(self) -> None:
        """Read what a client begins with.

        Raise `BlockingIOError` where it has not come yet, and `NoCallError` where it never will.
        """
        try:
            data, self.descriptors = received(self.connection, len(QUESTIONS))
        except ConnectionResetError:
            raise NoCallError from None
        self.is_question = data == QUESTIONS
        if self.is_question:
            self.let_go()
            return
        if len(data) != len(HELLO) + 1 or not data.startswith(HELLO):
            raise NoCallError
        self.mask = data[-1]
        # One more, to read the words from. They are fewer where there is no room for them here.
        if len(self.descriptors) != 1 + (self.mask & (FOLDER | STREAMS)).bit_count():
            raise NoCallError(NO_ROOM)
        try:
            self.group = os.getpgid(self.process)
            session = os.getsid(self.process)
        except ProcessLookupError:
            raise NoCallError from None
        self.is_detached = not self.process or session != os.getsid(0)

    def fileno(self) -> int:
        """Return the descriptor of the connection, for a selector."""
        return self.connection.fileno()

    def tell(self, frame: bytes) -> bool:
        """Tell the client; return whether it is still there, and reads what it is told."""
        try:
            self.connection.sendall(frame)
        except OSError:
            return False
        return True

    def heard(self) -> bytes:
        """Return what the client has sent since; nothing where it has gone."""
        try:
            return self.connection.recv(_MOST)
        except BlockingIOError:
            return b"\0"
        except OSError:
            return b""

    def let_go(self) -> None:
        """Close the descriptors of the client, which whoever makes the call has as well."""
        descriptors, self.descriptors = self.descriptors, ()
        for descriptor in descriptors:
            os.close(descriptor)

    def close(self) -> None:
        """Close all that there is of it here."""
        self.let_go()
        self.connection.close()

    def report(self, **how: Any) -> CallReport:
        """Return how it went, now that it is over."""
        return CallReport(self.number, time.monotonic() - self._began, **{"told": self.told, **how})
