"""What awsbatch raises on purpose.

A failing AWS command is a result, not an exception, and is not here.
"""

from awsbatch.fault.place import Place


class AwsbatchError(Exception):
    """A fault that the user can mend, with where it stands and what to type."""

    def __init__(
        self, message: str, *, place: Place | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint

    @property
    def position(self) -> tuple[int, int]:
        """Its line and column, to sort the faults of a file by."""
        return (self.place.line, self.place.column) if self.place else (0, 0)


class ScriptError(AwsbatchError):
    """A fault in a command file, found before or while its statement runs."""

    names: tuple[str, ...] = ()
    """The names that the statement at fault may have been meant to set."""
    governs = False
    """Whether the statement was to decide how later ones run, or whether they do."""


class ScriptWarning(ScriptError):  # noqa: N818 (nothing is wrong yet)
    """What is suspicious in a command file, and runs as it is written."""


class FailedError(AwsbatchError):
    """What failed while a statement ran, and is no fault in the file."""


class UsageError(AwsbatchError):
    """Options or files on the command line that cannot be used."""
