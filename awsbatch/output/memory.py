"""A sink in memory."""

from contextlib import AbstractContextManager, nullcontext


class Memory:
    """A sink that keeps all bytes in memory; for one thread at a time."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def write(self, data: bytes, /) -> None:
        """Keep the bytes."""
        self._bytes += data

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def fileno(self) -> int | None:
        """Return None: memory has no descriptor."""
        return None

    def lent(self) -> AbstractContextManager[None]:
        """Do nothing: no child process writes to memory."""
        return nullcontext()

    def content(self) -> bytes:
        """Return a copy of all bytes written so far."""
        return bytes(self._bytes)

    def text(self) -> str | None:
        """Return the bytes as text without the last newline, or None if there are none."""
        text = self._bytes.decode(errors="surrogateescape")
        return text.removesuffix("\n") if text else None
