"""What a person is told of each command while the run goes on."""

from awsbatch.contract import quoting as shell
from awsbatch.event import (
    Ended,
    Event,
    Refused,
    Retrying,
    Started,
    Status,
)
from awsbatch.fault.caret import render
from awsbatch.fault.error import AwsbatchError
from awsbatch.report import duration
from awsbatch.report.console import Console


class Trace:
    """Tells on standard error what is done, when it begins."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def take(self, event: Event) -> None:
        """Tell of an event, where there is something to tell."""
        match event:
            case Started():
                self._console.say(f"{event.place}: {shell.joined(event.argv)}")
            case Retrying():
                self._console.say(_retry(event))
            case _:
                pass


class Messages:
    """Tells on standard error of each failure, or with `verbose` of each command's end."""

    def __init__(self, console: Console, *, verbose: bool = False) -> None:
        self._console = console
        self._verbose = verbose

    def take(self, event: Event) -> None:
        """Tell of an event, where there is something to tell."""
        match event:
            case Ended():
                self._end(event)
            case Refused():
                self._console.say(render(event.error))
            case _:
                pass

    def _end(self, event: Ended) -> None:
        match event.status:
            case Status.OK:
                if self._verbose:
                    self._console.say(_success(event))
            case Status.FAILED:
                self._console.say(self._failure(event))
            case Status.IGNORED:
                if self._verbose:
                    self._console.say(_ignored(event))
            case Status.SKIPPED:
                if self._verbose:
                    self._console.say(_with_command(f"{event.place}: {skipped(event)}", event))
            case Status.ABANDONED:
                self._console.say(_with_command(f"{event.place}: abandoned", event))

    def _failure(self, event: Ended) -> str:
        if event.error is not None:
            return render(_placed(event.error, event))
        time = f" in {duration.shown(event.seconds)}" if self._verbose else ""
        tries = f" after {event.attempts} attempts" if event.attempts > 1 else ""
        return _with_command(f"{event.place}: exit {event.exit_status}{tries}{time}", event)


def skipped(event: Ended) -> str:
    """Return why a command was skipped, with the line to blame."""
    return "skipped" if event.blame is None else f"skipped, because {event.blame}"


def _retry(event: Retrying) -> str:
    code = f" ({event.failure.code})" if event.failure is not None else ""
    again = duration.shown(event.seconds)
    text = f"{event.place}: attempt {event.attempt} failed{code}; again in {again}"
    return f"{text}: {shell.joined(event.argv)}"


def _success(event: Ended) -> str:
    text = f"{event.place}: exit 0 in {duration.shown(event.seconds)}"
    # Its start was told just before, unless something else may have been told since.
    return text if event.stdout is None else _with_command(text, event)


def _ignored(event: Ended) -> str:
    code = f" ({event.failure.code})" if event.failure is not None else ""
    time = duration.shown(event.seconds)
    return f"{event.place}: exit {event.exit_status}{code} in {time}, ignored"


def _with_command(text: str, event: Ended) -> str:
    return f"{text}: {shell.joined(event.argv)}" if event.argv else text


def _placed(error: AwsbatchError, event: Ended) -> AwsbatchError:
    if error.place is not None:
        return error
    return AwsbatchError(error.message, place=event.place, hint=error.hint)
