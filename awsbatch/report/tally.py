"""How many commands of a run have ended, and how."""

from collections import Counter

from awsbatch.event import (
    Ended,
    EndedEarly,
    Event,
    Known,
    LeftOut,
    NoRound,
    Printed,
    Refused,
    Retrying,
    Started,
    Status,
    Undecided,
    Withdrawn,
)


class Tally:
    """A report that counts the commands of a run, and knows those under way."""

    def __init__(self) -> None:
        self.done = 0
        """How many commands have ended, in whatever way, or were done before."""
        self.ended: Counter[Status] = Counter()
        self.gaps = 0
        """How many of those that succeeded could not read everything."""
        self.known = 0
        """How many commands the run has at least, including those that have ended."""
        self.unknown = 0
        """How many blocks may have commands besides, of which the number is not known yet."""
        self.under_way: dict[int, Started] = {}
        """The commands that have started and not ended, by their `seq`."""

    @property
    def failed(self) -> int:
        """How many failed, in whole or in part."""
        return self.ended[Status.FAILED] + self.ended[Status.PARTIAL]

    @property
    def not_started(self) -> int:
        """How many of those that are known have not ended: at the end of a run, not begun."""
        return max(self.known - self.done, 0)

    def abandon(self) -> None:
        """Count what is under way as abandoned, for a run that ends without waiting for it."""
        self.ended[Status.ABANDONED] += len(self.under_way)
        self.done += len(self.under_way)
        self.under_way.clear()

    def take(self, event: Event) -> None:
        """Count an event."""
        match event:
            case Ended():
                self.done += 1
                self.ended[event.status] += 1
                self.gaps += event.partial is not None and event.status is Status.OK
                self.under_way.pop(event.seq, None)
            case Started():
                self.under_way[event.seq] = event
            case Known():
                self.known += event.commands
                self.unknown += event.unknown
            case Withdrawn(seq):
                self.under_way.pop(seq, None)
            case (
                Printed()
                | Retrying()
                | Refused()
                | Undecided()
                | LeftOut()
                | NoRound()
                | EndedEarly()
            ):
                pass
