"""The exit statuses that the commands of a run call for."""

from awsbatch.event import (
    Cause,
    Ended,
    EndedEarly,
    Event,
    Refused,
    Status,
)
from awsbatch.exit_status import ExitStatus

_FAILED = (Status.FAILED, Status.PARTIAL, Status.SKIPPED, Status.ABANDONED)


class Verdict:
    """A report that collects exit statuses, of which `first_that_applies` chooses one."""

    def __init__(self) -> None:
        self.applying: set[ExitStatus] = set()

    def take(self, event: Event) -> None:
        """Add the exit status that an event calls for."""
        match event:
            case Ended():
                if event.status in _FAILED:
                    self.applying.add(ExitStatus.FAILED)
            case Refused(cause=Cause.UNLOGGED):
                self.applying.add(ExitStatus.FAILED)
            case Refused():
                self.applying.add(ExitStatus.REFUSED)
            case EndedEarly(cause=Cause.UNSIGNED):
                self.applying.add(ExitStatus.FAULT)
            case _:
                pass
