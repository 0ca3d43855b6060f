"""A sink for what nobody is to see."""

from contextlib import AbstractContextManager, nullcontext


class Void:
    """A sink that keeps nothing; for any number of threads."""

    def write(self, data: bytes, /) -> None:
        """Forget the bytes."""

    def flush(self) -> None:
        """Do nothing."""

    def fileno(self) -> int | None:
        """Return None: no child process writes to it."""
        return None

    def lent(self) -> AbstractContextManager[None]:
        """Do nothing."""
        return nullcontext()
