"""Output that is passed on as it comes, until it is shut off."""

from contextlib import AbstractContextManager, nullcontext

from awsbatch.output.sink import Sink


class Tap:
    """A sink in front of another, for a command that may go on writing when it was given up."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self._sealed = False

    def write(self, data: bytes, /) -> None:
        """Pass the bytes on; raise as the other sink does."""
        if not self._sealed:
            self.sink.write(data)

    def flush(self) -> None:
        """Do as the other sink does."""
        if not self._sealed:
            self.sink.flush()

    def fileno(self) -> int | None:
        """Return None: what a child process writes could not be shut off."""
        return None

    def lent(self) -> AbstractContextManager[None]:
        """Do nothing: no child process writes to the descriptor."""
        return nullcontext()

    def seal(self) -> None:
        """Pass nothing more on."""
        self._sealed = True
