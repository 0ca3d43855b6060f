"""Where the bytes of a command's standard output or error go."""

from contextlib import AbstractContextManager
from typing import Protocol


class Sink(Protocol):
    """A taker of bytes: memory, a file, or the process's own output."""

    def write(self, data: bytes, /) -> None:
        """Take the bytes; raise `BrokenPipeError` if nobody reads them any more."""

    def flush(self) -> None:
        """Hand on what was taken so far."""

    def fileno(self) -> int | None:
        """Return the descriptor that a child process may write to, or None if there is none."""

    def lent(self) -> AbstractContextManager[None]:
        """Leave the descriptor to child processes in the block."""


class LiveOutput(Protocol):
    """The standard output and error of a command that shows both while it runs."""

    def live(self) -> tuple[Sink, Sink]:
        """Return the sinks for the next command; called once a command."""
