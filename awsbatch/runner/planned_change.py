"""A change as a plan keeps it: what is shown of it, and how it is known again."""

from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import Target
from awsbatch.record import record
from awsbatch.runner.change_form import Form


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

    @property
    def operation(self) -> tuple[str, ...]:
        """The service and the operation."""
        return operation_of(self.argv)


def operation_of(argv: tuple[str, ...]) -> tuple[str, ...]:
    """Return the service and the operation of the words after `aws`."""
    return argv[:2]
