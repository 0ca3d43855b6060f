"""A file that a command or a `print` writes to."""

from contextlib import AbstractContextManager, nullcontext, suppress
from io import FileIO

from awsbatch.fault.error import FailedError
from awsbatch.fault.wording import reason


class OutputError(FailedError):
    """A file for output that cannot be written."""


class OutputFile:
    """A sink that is a file, unbuffered so that child processes may write in between."""

    def __init__(self, path: str, *, append: bool) -> None:
        """Open the file, and empty it unless `append`; raise `OutputError`."""
        try:
            self._file = FileIO(path, "a" if append else "w")
        except (OSError, ValueError) as error:
            raise unwritable(path, error) from None

    def __enter__(self) -> "OutputFile":  # noqa: PYI034 (typing has Self from 3.11)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes, /) -> None:
        """Write all of the bytes; raise `OSError`.

        After the file is closed, do nothing: only an abandoned command writes then.
        """
        # A raw write may take only a part of the bytes. On a closed file it raises ValueError.
        left = memoryview(data)
        with suppress(ValueError):
            while left:
                left = left[self._file.write(left) or 0 :]

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def fileno(self) -> int | None:
        """Return the file's descriptor."""
        return self._file.fileno()

    def lent(self) -> AbstractContextManager[None]:
        """Do nothing: the file may be written to at any time."""
        return nullcontext()


def unwritable(path: str, error: OSError | ValueError) -> OutputError:
    """Return the fault of a file that `error` keeps from being written."""
    return OutputError(f"cannot write `{path}`: {reason(error)}")
