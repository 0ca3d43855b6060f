"""The lines of `print`, for a person."""

from awsbatch.engine.event import Event, Printed
from awsbatch.report.console import Console


class Lines:
    """Writes each line of `print` to standard output, between what the commands write."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def take(self, event: Event) -> None:
        """Write a printed line; raises as `Console.print` does."""
        if isinstance(event, Printed):
            self._console.print(event.text)
