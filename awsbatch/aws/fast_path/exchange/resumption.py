"""What urllib3 finds in the place of a connection's socket."""

import io
from typing import Any


class StandIn:
    """The socket of a connection that does not send: nobody is to wait for an answer between."""

    def settimeout(self, seconds: float | None) -> None:
        """Wait for nothing."""


class Draft(StandIn):
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.request = bytearray()

    def sendall(self, data: Any) -> None:
        """Add a piece of a request."""
        self.request += data


class Resumption(StandIn):
    """A socket as it was when a request had been sent on it, and part of the answer had come.

    Whoever sends the request again finds the same outcome, and reads the same
    answer, its rest from the socket itself.
    """

    def __init__(
        self,
        socket: Any,
        received: bytearray | None = None,
        *,
        unsent: Exception | None = None,
        broken: Exception | None = None,
    ) -> None:
        """Take why the request was not sent, or what has come and why no more could be read."""
        self._socket = socket
        self.received = received or bytearray()
        self.broken = broken
        self._unsent = unsent

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)

    def settimeout(self, seconds: float | None) -> None:
        """Wait for so long when more is read."""
        self._socket.settimeout(seconds)

    def sendall(self, data: Any) -> None:  # noqa: ARG002 (it was sent)
        """Raise what was raised when the request was sent."""
        if self._unsent is not None:
            raise self._unsent

    def makefile(self, mode: str) -> io.BufferedReader:  # noqa: ARG002 (http.client reads)
        """Return the answer."""
        return io.BufferedReader(_Answer(self))


class _Answer(io.RawIOBase):
    def __init__(self, resumption: Resumption) -> None:
        self._resumption = resumption
        # It keeps the socket open while the answer is read, even if the connection is closed.
        self._rest = resumption._socket.makefile("rb", buffering=0)  # noqa: SLF001 (its other half)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        """Read what was received, then what comes."""
        received = self._resumption.received
        if received:
            count = min(len(received), len(buffer))
            buffer[:count] = received[:count]
            del received[:count]
            return count
        if self._resumption.broken is not None:
            raise self._resumption.broken
        read: int | None = self._rest.readinto(buffer)
        return read

    def close(self) -> None:
        self._rest.close()
        super().close()
