"""The exceptions that awsbatch raises on purpose.

A failing AWS command is a result and not an exception, and is not here.
"""

from awsbatch.fault.place import Place


class AwsbatchError(Exception):
    """A fault that the user can mend, with its place and a hint at what to type."""

    def __init__(
        self, message: str, *, place: Place | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint
        self.also: tuple[int, ...] = ()
        """The numbers of other lines that have it, where it is told for all of them."""

    @property
    def position(self) -> tuple[int, int]:
        """The line and column of the fault, to sort the faults of a file by."""
        return (self.place.line, self.place.column) if self.place else (0, 0)


class ScriptError(AwsbatchError):
    """A fault in a command file, found before or while its statement runs."""

    names: tuple[str, ...] = ()
    """The names that the statement at fault may have been meant to set."""
    governs: bool = False
    """Whether the statement was to decide how later ones run, or whether they do."""
    once: bool = False
    """Whether one change elsewhere mends it on all lines of a file that have it."""


class ScriptWarning(ScriptError):  # noqa: N818 (nothing is wrong yet)
    """A suspicious part of a command file, which runs as it is written."""


class FailedError(AwsbatchError):
    """A failure of a statement that is not a fault in the file, such as a full disk."""


class UsageError(AwsbatchError):
    """An option or a file on the command line that cannot be used."""


class RefusedError(AwsbatchError):
    """What a guard refuses before anything runs."""
