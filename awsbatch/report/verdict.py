"""What the commands of a run mean for the exit status."""

from awsbatch.event import (
    Ended,
    Event,
    Refused,
    Status,
)
from awsbatch.exit_status import ExitStatus


class Verdict:
    """The exit status that a run comes to by its commands."""

    def __init__(self) -> None:
        self.exit_status = ExitStatus.OK

    def take(self, event: Event) -> None:
        """Judge an event."""
        match event:
            case Refused():
                self.exit_status = ExitStatus.REFUSED
            case Ended(status=Status.FAILED | Status.SKIPPED | Status.ABANDONED):
                self.exit_status = max(self.exit_status, ExitStatus.FAILED)
            case _:
                pass
