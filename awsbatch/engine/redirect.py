"""Where the output of a command goes: through, to memory, or to a file."""

from contextlib import AbstractContextManager, nullcontext, suppress
from io import FileIO
from typing import Protocol

from awsbatch.engine.scope import Scope
from awsbatch.engine.substitution import texts
from awsbatch.fault.error import FailedError, ScriptError
from awsbatch.fault.wording import reason
from awsbatch.language.model import Redirect, Word
from awsbatch.output.sink import Sink


class OutputError(FailedError):
    """A file for output that cannot be written."""


class Output(Protocol):
    """The standard output and error of a command that shows them as they come."""

    def live(self) -> tuple[Sink, Sink]:
        """Return the sinks for the next command; asked for once a command."""


class File:
    """A sink that is a file, unbuffered so that child processes may write in between."""

    def __init__(self, file: FileIO) -> None:
        self._file = file

    @classmethod
    def open(cls, redirect: Redirect, name: str) -> "File":
        """Open a redirect's file, emptied unless it appends; raise `OutputError`."""
        return cls(_open(redirect, name))

    def __enter__(self) -> "File":  # noqa: PYI034 (typing has Self from 3.11)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes, /) -> None:
        """Write all of the bytes; raise `OSError`.

        Nothing where it is closed: it is an abandoned command that writes.
        """
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


def write_line(redirect: Redirect, line: str, scope: Scope) -> None:
    """Write one line to a redirect's file; raise `OutputError`, and as `substitute` does."""
    name = name_of(redirect, scope)
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
    return OutputError(f"cannot write `{name}`: {reason(error)}", place=target.place)


def name_of(redirect: Redirect, scope: Scope) -> str:
    """Return the name of a redirect's file; raise as `substitute` does."""
    target = redirect.target
    names = texts([target], scope)
    if len(names) > 1:
        message = f"the file name is a list of {len(names)} values"
        raise ScriptError(message, place=target.place, hint="one file name is needed here")
    return names[0]
