"""How many commands ended, and how."""

from collections import Counter

from awsbatch.engine.event import (
    Ended,
    Event,
    Known,
    Printed,
    Refused,
    Retrying,
    Started,
    Status,
)


class Tally:
    """The counts of a run so far, and the command under way."""

    def __init__(self) -> None:
        self.done = 0
        """How many commands came to an end, whatever it was."""
        self.ended: Counter[Status] = Counter()
        self.known = 0
        """How many commands the run has at least, those that are done included."""
        self.under_way: tuple[str, ...] = ()
        """The command's words; none between commands."""

    def take(self, event: Event) -> None:
        """Count an event."""
        match event:
            case Ended():
                self.done += 1
                self.ended[event.status] += 1
                self.under_way = ()
            case Started():
                self.under_way = event.argv
            case Known():
                self.known += event.commands
            case Printed() | Retrying() | Refused():
                pass
