"""Messages between the parent and a worker: lines of JSON, some with descriptors."""

import json
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Message: TypeAlias = Mapping[str, Any]

_MOST = 1 << 16
_MOST_DESCRIPTORS = 8
# Linux: descriptors that come in close in programs that are started meanwhile. macOS has no
# such flag, and `_closing` does it a moment later.
_CLOSING = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


class Channel:
    """One end of the connection between the parent and a worker."""

    is_unread = False
    """Whether the other end has gone without having read all, as Linux tells."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._rest = b""
        self._descriptors: list[int] = []

    def fileno(self) -> int:
        """Return the descriptor of the connection, for a selector."""
        return self._connection.fileno()

    @property
    def is_open(self) -> bool:
        """Whether the other end is there, as far as can be seen without reading."""
        try:
            return bool(self._connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        """Close the connection, and descriptors that came and that nobody has taken."""
        for descriptor in self.take():
            os.close(descriptor)
        self._connection.close()

    def send(self, message: Message, descriptors: Sequence[int] = ()) -> None:
        """Send a message; raise `OSError` where the other end has gone."""
        line = json.dumps(message).encode() + b"\n"
        sent = 0
        if descriptors:
            sent = socket.send_fds(self._connection, [line], descriptors)
        self._connection.sendall(memoryview(line)[sent:])

    def receive(self) -> Message | None:
        """Wait for the next message; return None at the end."""
        while (message := self._next()) is None:
            if not self._read():
                return None
        return message

    def arrived(self) -> Iterator[Message | None]:
        """Yield what has arrived, and None at the end, without waiting for anything.

        What is no message is the end as well.
        """
        try:
            is_open = self._read()
            while (message := self._next()) is not None:
                yield message
        except BlockingIOError:
            return
        except ValueError:
            is_open = False
        if not is_open:
            yield None

    def take(self) -> Sequence[int]:
        """Return the descriptors that came with messages, which the caller is to close."""
        taken, self._descriptors = self._descriptors, []
        return taken

    def _next(self) -> Message | None:
        line, newline, rest = self._rest.partition(b"\n")
        if not newline:
            return None
        self._rest = rest
        message: Message = json.loads(line)
        return message

    def _read(self) -> bool:
        try:
            data, descriptors = received(self._connection, _MOST)
        except ConnectionResetError:
            self.is_unread = True
            return False
        self._descriptors += descriptors
        self._rest += data
        return bool(data)


def received(connection: socket.socket, most: int) -> tuple[bytes, Sequence[int]]:
    """Return up to `most` bytes, and the descriptors that came with them; nothing at the end.

    Raise `ConnectionResetError` where the other end has gone without having read all.
    """
    data, descriptors, _, _ = socket.recv_fds(connection, most, _MOST_DESCRIPTORS, _CLOSING)
    if not _CLOSING:
        _closing(descriptors)
    return data, descriptors


def _closing(descriptors: Sequence[int]) -> None:
    for descriptor in descriptors:
        os.set_inheritable(descriptor, False)  # noqa: FBT003 (it has no name)
