"""A fault or a warning as every format shows it to a program."""

from pathlib import Path

from awsbatch.fault.error import AwsbatchError, ScriptWarning
from awsbatch.fault.place import Place
from awsbatch.record import record


@record
class Diagnosis:
    """A fault or a warning, and where it is."""

    severity: str
    """`error` or `warning`."""
    message: str
    hint: str | None
    file: str | None
    """With forward slashes, from the working folder on if it is in there; None for what is wrong
    with the command line."""
    place: Place | None
    """None for what is wrong with a whole file."""

    @property
    def end_column(self) -> int | None:
        """The column after the fault, counted from 1 in characters."""
        return self.place.column + self.place.width if self.place else None

    @property
    def text(self) -> str:
        """The message and the hint, in one line of text."""
        text = f"{self.message} ({self.hint})" if self.hint else self.message
        return text_of(" ".join(text.splitlines()))


def diagnosis(file: str | None, error: AwsbatchError) -> Diagnosis:
    """Return what is to be shown of an error in this file."""
    path = error.place.file if error.place else file
    return Diagnosis(
        severity="warning" if isinstance(error, ScriptWarning) else "error",
        message=error.message,
        hint=error.hint,
        file=None if path is None else _from_here(path),
        place=error.place,
    )


def text_of(text: str) -> str:
    """Return text without what is none: bytes of a file that are not UTF-8."""
    return text.encode(errors="surrogateescape").decode(errors="replace")


def _from_here(file: str) -> str:
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(here := Path.cwd()):
        path = path.relative_to(here)
    return path.as_posix()
