"""Where the output of a command goes: through, to memory, or to a file."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from io import FileIO
from typing import Protocol

from awsbatch.aws.command import Sink
from awsbatch.engine.scope import Scope
from awsbatch.engine.substitute import texts
from awsbatch.errors import FailedError, ScriptError
from awsbatch.language.model import Redirect, Word


class OutputError(FailedError):
    """A file for output that cannot be written."""


class Output(Protocol):
    """The standard output and error of a command that shows them as they come."""

    def live(self) -> tuple[Sink, Sink]:
        """Give the sinks for the next command; asked for once a command."""


class File:
    """A sink that is a file, unbuffered so that child processes may write in between."""

    def __init__(self, file: FileIO) -> None:
        self._file = file

    def write(self, data: bytes, /) -> None:
        """Write all of the bytes; raises `OSError`."""
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) or 0 :]

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def fileno(self) -> int | None:
        """Give the file's descriptor."""
        return self._file.fileno()

    def lent(self) -> AbstractContextManager[None]:
        """Do nothing: the file may be written to at any time."""
        return nullcontext()


@contextmanager
def opened(redirect: Redirect, scope: Scope) -> Iterator[File]:
    """Open a redirect's file, emptied unless it appends, and close it after the block.

    Raises `OutputError` where it cannot be opened, and as `substitute` does.
    """
    file = _open(redirect, _name(redirect.target, scope))
    with file:
        yield File(file)


def write_line(redirect: Redirect, line: str, scope: Scope) -> None:
    """Write one line to a redirect's file; raises `OutputError`, and as `substitute` does."""
    name = _name(redirect.target, scope)
    with _open(redirect, name) as file:
        try:
            File(file).write(f"{line}\n".encode(errors="surrogateescape"))
        except (OSError, ValueError) as error:
            raise _unwritable(redirect.target, name, error) from None


def _open(redirect: Redirect, name: str) -> FileIO:
    try:
        return FileIO(name, "a" if redirect.append else "w")
    except (OSError, ValueError) as error:
        raise _unwritable(redirect.target, name, error) from None


def _unwritable(target: Word, name: str, error: OSError | ValueError) -> OutputError:
    reason = (error.strerror or "").lower() if isinstance(error, OSError) else str(error)
    return OutputError(f"cannot write `{name}`: {reason}", place=target.place)


def _name(target: Word, scope: Scope) -> str:
    names = texts([target], scope)
    if len(names) > 1:
        message = f"the file name is a list of {len(names)} values"
        raise ScriptError(message, place=target.place, hint="one file name is needed here")
    return names[0]
