"""What the commands of a run mean for the exit status."""

from awsbatch.engine.event import Ended, Event, Status
from awsbatch.exit_status import ExitStatus


class Verdict:
    """The exit status that a run comes to by its commands."""

    def __init__(self) -> None:
        self.exit_status = ExitStatus.OK

    def take(self, event: Event) -> None:
        """Judge an event."""
        if isinstance(event, Ended) and event.status is not Status.OK:
            self.exit_status = ExitStatus.FAILED
