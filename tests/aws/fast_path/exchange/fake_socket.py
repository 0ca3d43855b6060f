"""A socket that has its answer already, and ends as it is told."""

import io
import socket
from collections.abc import Sequence
from typing import Any


class FakeSocket:
    """A connected socket: it keeps what is sent, and has pieces to read."""

    def __init__(self, pieces: Sequence[bytes], end: Exception | None) -> None:
        """Take the pieces that are read, and what is raised then; None for the end."""
        self.sent: list[bytes] = []
        self.timeouts: list[float | None] = []
        self.is_closed = False
        self._pieces = [piece for piece in pieces if piece]
        self._end = end
        # Never readable: idle connections have nothing to say.
        self._pair = socket.socketpair()
        self._io_refs = 0

    def sendall(self, data: bytes) -> None:
        self.sent.append(bytes(data))

    def settimeout(self, seconds: float | None) -> None:
        self.timeouts.append(seconds)

    def gettimeout(self) -> float | None:
        return self.timeouts[-1] if self.timeouts else None

    def fileno(self) -> int:
        return self._pair[0].fileno()

    def shutdown(self, _: int) -> None:
        """Do nothing."""

    def recv(self, size: int) -> bytes:
        if not self._pieces:
            if self._end is not None:
                raise self._end
            return b""
        piece = self._pieces.pop(0)
        if len(piece) > size:
            self._pieces.insert(0, piece[size:])
        return piece[:size]

    def recv_into(self, buffer: Any) -> int:
        data = self.recv(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def makefile(self, _: str, buffering: int | None = None) -> Any:
        self._io_refs += 1
        raw = socket.SocketIO(self, "r")  # type: ignore[arg-type]
        if buffering == 0:
            return raw
        return io.BufferedReader(raw)

    def _decref_socketios(self) -> None:
        self._io_refs -= 1

    def close(self) -> None:
        self.is_closed = True
        for each in self._pair:
            each.close()
