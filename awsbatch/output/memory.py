"""A sink in memory."""

from contextlib import AbstractContextManager, nullcontext


class Memory:
    """A sink that keeps what it is given."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def write(self, data: bytes, /) -> None:
        """Keep the bytes."""
        self._bytes += data

    def flush(self) -> None:
        """Do nothing: everything is already where it belongs."""

    def fileno(self) -> int | None:
        """Return nothing: memory is no file."""
        return None

    def lent(self) -> AbstractContextManager[None]:
        """Do nothing: no child process writes to memory."""
        return nullcontext()

    def content(self) -> bytes:
        """Return a copy of all bytes so far."""
        return bytes(self._bytes)

    def text(self) -> str | None:
        """Return it as text without its last newline; None for nothing."""
        text = self._bytes.decode(errors="surrogateescape")
        return text.removesuffix("\n") if text else None
