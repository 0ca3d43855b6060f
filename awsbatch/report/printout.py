"""The output of commands and of `print`, for a person."""

from collections.abc import Callable

from awsbatch.event import Ended, Event, Printed
from awsbatch.report.console import Console


class Printout:
    """A report that writes the lines of `print`, and the output of commands that had to wait."""

    def __init__(self, console: Console, *, show: Callable[[str], None] | None = None) -> None:
        """Prepare to show the lines of `print` by `show`; without it, on standard output."""
        self._console = console
        self._show = show or console.print

    def take(self, event: Event) -> None:
        """Write the output that an event holds; raise as `Console.print` does."""
        match event:
            case Printed():
                self._show(event.text)
            case Ended():
                self._write(event)
            case _:
                pass

    def _write(self, event: Ended) -> None:
        # Whatever becomes of standard output, the errors are to be seen.
        try:
            if event.stdout is not None:
                for chunk in event.stdout.chunks():
                    self._console.pass_on(chunk)
        finally:
            if event.stderr is not None:
                self._console.pass_on_error(event.stderr.chunks())
