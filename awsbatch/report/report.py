"""The one thing that every report can do."""

from typing import Protocol

from awsbatch.event import Event


class Report(Protocol):
    """A reader of the events of a run."""

    def take(self, event: Event) -> None:
        """Take the next event; called in the order of the run, from one thread."""
