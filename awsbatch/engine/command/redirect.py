"""The file of a redirect, opened or written to, with its faults placed in the script."""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import partial

from awsbatch.contract.word import Word, text_of
from awsbatch.engine.scope import Scope
from awsbatch.engine.step import Job, NotReachedError, Step
from awsbatch.engine.substitution import substitute
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Redirect
from awsbatch.output.file import OutputError, OutputFile, unwritable


def keeps(redirect: Redirect) -> bool:
    """Return whether a file is left of what a redirect writes."""
    return redirect.target.literal != os.devnull


def opened(redirect: Redirect, scope: Scope) -> Generator[Step, None, OutputFile]:
    """Open a redirect's file, emptied unless the redirect appends.

    Raise `OutputError`, what `substitute` raises, and `NotReachedError` if the
    run ends first.
    """
    # A job, since to open a named pipe waits for its reader.
    opening = Job(partial(_opened, redirect, _path(redirect, scope)))
    yield opening
    if opening.result is None:
        raise NotReachedError
    if isinstance(opening.result, OutputError):
        raise opening.result
    return opening.result


def write_line(redirect: Redirect, line: str, scope: Scope) -> None:
    """Write one line to a redirect's file; raise `OutputError`, and what `substitute` raises."""
    path = _path(redirect, scope)
    with _placed(redirect), OutputFile(path, append=redirect.append) as file:
        try:
            file.write(f"{line}\n".encode(errors="surrogateescape"))
        except (OSError, ValueError) as error:
            raise unwritable(path, error) from None


def _opened(redirect: Redirect, path: str) -> OutputFile | OutputError:
    """Return a redirect's file, or why it cannot be opened: a job's error would count as a bug."""
    try:
        with _placed(redirect):
            return OutputFile(path, append=redirect.append)
    except OutputError as error:
        return error


def name_of(redirect: Redirect, scope: Scope) -> Word:
    """Return the name of a redirect's file; raise what `substitute` raises."""
    target = redirect.target
    paths = substitute([target], scope)
    if len(paths) != 1:
        message = f"the file name is a list of {len(paths)} values"
        raise ScriptError(message, place=target.place, hint="one file name is needed here")
    return paths[0]


def _path(redirect: Redirect, scope: Scope) -> str:
    return text_of(name_of(redirect, scope))


@contextmanager
def _placed(redirect: Redirect) -> Iterator[None]:
    """Set the place of an `OutputError` in this block to the redirect's file name."""
    try:
        yield
    except OutputError as error:
        error.place = redirect.target.place
        raise
