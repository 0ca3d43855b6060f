"""What the commands of a run mean for the exit status."""

from awsbatch.event import (
    Ended,
    Event,
    Refused,
    Status,
)
from awsbatch.exit_status import ExitStatus


class Verdict:
    """The exit statuses that a run comes to by its commands, of which one outweighs the others."""

    def __init__(self) -> None:
        self.applying: set[ExitStatus] = set()

    def take(self, event: Event) -> None:
        """Judge an event."""
        match event:
            case Refused():
                self.applying.add(ExitStatus.REFUSED)
            case Ended(status=Status.FAILED | Status.SKIPPED | Status.ABANDONED):
                self.applying.add(ExitStatus.FAILED)
            case _:
                pass
