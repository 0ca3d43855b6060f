"""A descriptor of this process as a sink, which takes everything at once."""

import os
from contextlib import AbstractContextManager, nullcontext


class OwnDescriptor:
    """A sink that is standard output or error of this process, unbuffered."""

    def __init__(self, number: int) -> None:
        self._number = number

    def write(self, data: bytes, /) -> None:
        """Write all of the bytes; raise `OSError`."""
        left = memoryview(data)
        while left:
            left = left[os.write(self._number, left) :]

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def fileno(self) -> int | None:
        """Return the descriptor, which child processes may write to at any time."""
        return self._number

    def lent(self) -> AbstractContextManager[None]:
        """Do nothing: the descriptor is the command's alone."""
        return nullcontext()
