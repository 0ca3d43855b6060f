"""Output that is kept from a person until it is known whether it is of use."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from awsbatch.output.sink import Sink


class Withheld:
    """A sink in front of another, which gets nothing before the way is open."""

    def __init__(self, sink: Sink, is_open: Callable[[], bool]) -> None:
        self._sink = sink
        self._is_open = is_open
        self._kept: list[bytes] = []

    def write(self, data: bytes, /) -> None:
        """Take the bytes; raise as the other sink does where they are passed on."""
        self._kept.append(data)
        if self._is_open():
            self.release()

    def flush(self) -> None:
        """Hand on what may be handed on."""
        if self._is_open():
            self.release()
            self._sink.flush()

    def release(self) -> None:
        """Pass on what was kept."""
        kept, self._kept = self._kept, []
        for data in kept:
            self._sink.write(data)

    def fileno(self) -> int | None:
        """Return the descriptor of the other sink: child processes tell of themselves."""
        return self._sink.fileno()

    def lent(self) -> AbstractContextManager[None]:
        """Do as the other sink does."""
        return self._sink.lent()
