"""Where the bytes of a command go."""

from contextlib import AbstractContextManager
from typing import Protocol


class Sink(Protocol):
    """Where the bytes of a command's standard output or error go."""

    def write(self, data: bytes, /) -> None:
        """Take the bytes; raise `BrokenPipeError` when nobody reads them."""

    def flush(self) -> None:
        """Hand on what was taken so far."""

    def fileno(self) -> int | None:
        """Return the descriptor that a child process may write to, if there is one."""

    def lent(self) -> AbstractContextManager[None]:
        """Leave the descriptor to child processes in the block."""
