"""A change as a plan keeps it: what is shown of it, and how it is known again."""

from collections.abc import Sequence
from typing import TypeAlias

from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import Target
from awsbatch.record import record
from awsbatch.runner.change_form import Form

At: TypeAlias = tuple[int, int, int]
"""The number of a file among those of a run, the line and the column."""


def place_in(files: Sequence[str], place: tuple[str, int, int]) -> At:
    """Return a place in one of some files, which another run may know by other names."""
    file, line, column = place
    return files.index(file), line, column


@record
class PlannedChange:
    """A command of a plan that will leave something behind."""

    line: str
    """Where it stands in the script, such as `cleanup.aws:12`."""
    argv: tuple[str, ...]
    """The words after `aws` as they may be shown: its secrets are masked."""
    effect: Effect
    target: Target
    form: Form
    mark: bytes
    """What it has in common with the command that it becomes, as `Form` has it."""
    is_open: bool = False
    """Whether it may run any number of times, or not at all."""
    at: At | None = None
    """Where it stands: only from there, one that is open may come any number of times."""

    @property
    def operation(self) -> tuple[str, ...]:
        """The service and the operation."""
        return operation_of(self.argv)


def operation_of(argv: tuple[str, ...]) -> tuple[str, ...]:
    """Return the service and the operation of the words after `aws`."""
    return argv[:2]
