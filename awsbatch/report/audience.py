"""The reports of a run, and which of them hears of an event when."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from awsbatch.event import Cause, Event, News, Shown
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import AwsbatchError, UsageError
from awsbatch.record import record
from awsbatch.report.console import Console
from awsbatch.report.report import Report


@record
class Audience:
    """The readers of an engine's events."""

    at_once: Sequence[Report]
    """They take an event when it happens."""
    in_order: Sequence[Report]
    """They take only what has a place in the order of the script, when its turn comes."""

    def follow(
        self, events: Iterable[News], console: Console, *, halt: Callable[[Cause], None]
    ) -> ExitStatus:
        """Hand every event to its reports; return the exit status that this calls for.

        It is `OK` if all events came and were written. If one cannot be
        written, `halt` ends the run, but not its `finally`. An `AwsbatchError`
        of a report or of the events themselves is shown; a `UsageError` of
        these means that nothing was to run.
        """
        status = ExitStatus.OK
        try:
            for error in self._unwritten(events, halt):
                console.say_error(error)
                status = ExitStatus.FAILED
        except AwsbatchError as error:
            console.say_error(error)
            return ExitStatus.FAULT if isinstance(error, UsageError) else ExitStatus.FAILED
        return status

    def _unwritten(
        self, events: Iterable[News], halt: Callable[[Cause], None]
    ) -> Iterator[AwsbatchError]:
        """Hand every event to its reports, and yield why one could not be written."""
        for news in events:
            event, reports = self._hearing(news)
            for report in reports:
                try:
                    report.take(event)
                except BrokenPipeError:  # noqa: PERF203 (the other reports take it all the same)
                    halt(Cause.CLOSED)
                except AwsbatchError as error:
                    halt(Cause.UNWRITTEN)
                    yield error

    def _hearing(self, news: News) -> tuple[Event, Sequence[Report]]:
        return (news.event, self.in_order) if isinstance(news, Shown) else (news, self.at_once)
