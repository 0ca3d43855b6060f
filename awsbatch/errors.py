"""What awsbatch raises on purpose.

A failing AWS command is a result, not an exception, and is not here.
"""

from awsbatch.source import Place


class AwsbatchError(Exception):
    """A fault that the user can mend, with where it stands and what to type."""

    def __init__(
        self, message: str, *, place: Place | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint


class ScriptError(AwsbatchError):
    """A fault in a command file, found before or while its statement runs."""

    subject = ""
    """The first word of the statement at fault, or the name that it was to set."""


class UsageError(AwsbatchError):
    """Options or files on the command line that cannot be used."""
