"""Messages on standard error about each command, while the run goes on."""

from collections.abc import Callable, Mapping

from awsbatch.contract import quoting
from awsbatch.contract.outcome import PARTIAL, Partial
from awsbatch.event import (
    Ended,
    Event,
    Refused,
    Retrying,
    Started,
    Status,
)
from awsbatch.fault.error import AwsbatchError
from awsbatch.report import duration
from awsbatch.report.console import Console


class Trace:
    """A report that shows each command when it starts, and each further attempt."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def take(self, event: Event) -> None:
        """Show the message of an event, if it has one."""
        match event:
            case Started():
                self._console.say(f"{event.place}: {quoting.joined(event.argv)}")
            case Retrying():
                self._console.say(_retry(event))
            case _:
                pass


class Messages:
    """A report that shows each failure, or with `verbose` the end of each command."""

    def __init__(self, console: Console, *, verbose: bool = False) -> None:
        self._console = console
        self._verbose = verbose
        self._has_hinted = False

    def take(self, event: Event) -> None:
        """Show the message of an event, if it has one."""
        match event:
            case Ended():
                self._end(event)
            case Refused():
                self._console.say_error(event.error)
            case _:
                pass

    def _end(self, event: Ended) -> None:
        if event.partial is not None and event.status is not Status.IGNORED:
            self._partial(event, event.partial)
        match event.status:
            case Status.FAILED:
                self._fail(event)
            case Status.ABANDONED:
                self._console.say(_with_command(f"{event.place}: abandoned", event))
            case status:
                if self._verbose:
                    self._console.say(_DETAILS[status](event))

    def _partial(self, event: Ended, partial: Partial) -> None:
        """Show what an answer says could not be done, or only not be read."""
        kind = "partial" if partial.is_failure else "warning"
        lines = [_with_command(f"{event.place}: {kind}: {partial}", event), *partial.examples]
        # Once: a loop may be partial in all of its rounds.
        if partial.is_failure and not self._has_hinted:
            self._has_hinted = True
            lines.append(
                f"`@ignore={PARTIAL}` before a command says that the script looks after it"
            )
        self._console.say("\n  ".join(lines))

    def _fail(self, event: Ended) -> None:
        if event.error is not None:
            self._console.say_error(_placed(event.error, event))
        else:
            self._console.say(self._failure(event))

    def _failure(self, event: Ended) -> str:
        time = f" in {duration.shown(event.seconds)}" if self._verbose else ""
        tries = f" after {event.attempts} attempts" if event.attempts > 1 else ""
        return _with_command(f"{event.place}: exit {event.exit_status}{tries}{time}", event)


NO_CHANGE = "no command that may change something was started"
"""Why a `finally` is left out."""


def skipped(event: Ended) -> str:
    """Return the words for a skipped command, with the line that is to blame."""
    return "skipped" if event.blame is None else f"skipped, because {event.blame}"


def _retry(event: Retrying) -> str:
    code = f" ({event.failure.code})" if event.failure is not None else ""
    again = duration.shown(event.seconds)
    text = f"{event.place}: attempt {event.attempt} failed{code}; again in {again}"
    return f"{text}: {quoting.joined(event.argv)}"


def _success(event: Ended) -> str:
    text = f"{event.place}: exit 0 in {duration.shown(event.seconds)}"
    # Without output that waited, it ran alone, and `Trace` has just shown its start.
    return text if event.stdout is None else _with_command(text, event)


def _skipped(event: Ended) -> str:
    return _with_command(f"{event.place}: {skipped(event)}", event)


def _ignored(event: Ended) -> str:
    code = f" ({event.failure.code if event.failure else PARTIAL})"
    time = duration.shown(event.seconds)
    return f"{event.place}: exit {event.exit_status}{code} in {time}, ignored"


_DETAILS: Mapping[Status, Callable[[Ended], str]] = {
    Status.OK: _success,
    Status.PARTIAL: _success,
    Status.IGNORED: _ignored,
    Status.SKIPPED: _skipped,
}
"""The messages that `-v` shows besides."""


def _with_command(text: str, event: Ended) -> str:
    return f"{text}: {quoting.joined(event.argv)}" if event.argv else text


def _placed(error: AwsbatchError, event: Ended) -> AwsbatchError:
    if error.place is not None:
        return error
    return AwsbatchError(error.message, place=event.place, hint=error.hint)
