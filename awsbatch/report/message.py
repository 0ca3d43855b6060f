"""Messages on standard error about each command, while the run goes on."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime, timedelta

from awsbatch.contract import quoting
from awsbatch.contract.excerpt import cut, shortened
from awsbatch.contract.loop_value import LoopValue
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
from awsbatch.fault.place import Place
from awsbatch.fault.style import Style, Text, joined
from awsbatch.report import duration, failure_note
from awsbatch.report.console import Console
from awsbatch.report.failure_kind import key

_ONCE_MORE = 2
_NOT_BEGUN = (Status.SKIPPED, Status.DONE)
_UNSEEN = (Status.SKIPPED, Status.PLANNED, Status.DONE)
"""Of these, whoever typed the command sees nothing else."""
_MOST_FAULTS = 1000
"""How many faults are known again; a script that is a stream may have any number."""


def _now() -> datetime:
    return datetime.now().astimezone()


class Trace:
    """A report that shows each command when it starts, and each further attempt."""

    def __init__(self, console: Console, *, now: Callable[[], datetime] = _now) -> None:
        self._console = console
        self._now = now

    def take(self, event: Event) -> None:
        """Show the message of an event, if it has one."""
        match event:
            case Started(place, values=values):
                place_and_time = _when(self._now(), place, values)
                self._console.say(f"{place_and_time}: {quoting.joined(event.argv)}")
            case Retrying(place):
                self._console.say(f"{_when(self._now(), place)}: {_retry(event)}")
            case _:
                pass


class Messages:
    """A report that shows each failure, or with `verbose` the end of each command."""

    def __init__(self, console: Console, *, verbose: bool = False, is_typed: bool = False) -> None:
        """Show what is skipped or planned as well, with either of the two."""
        self._console = console
        self._verbose = verbose
        self._is_typed = is_typed
        self._has_hinted = False
        self._shown: set[Hashable] = set()
        """The faults of a script that were shown whole."""
        self._faults: Counter[tuple[Hashable, str]] = Counter()
        """How often each was met, with each of its messages."""

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
        status = event.status
        if status in _DETAILS:
            if self._verbose or (self._is_typed and status in _UNSEEN):
                self._detail(event, _DETAILS[status](event))
        elif status is Status.ABANDONED:
            self._console.say(self._with_command("abandoned", event))
        elif event.error is not None:
            self._fault(event, event.error)
        else:
            self._console.say(self._failure(event))

    def _detail(self, event: Ended, text: Text) -> None:
        # A command that ran alone has no output that waited: `Trace` has just shown its start.
        is_shown = self._verbose and event.stdout is None
        if event.status in _NOT_BEGUN or not is_shown:
            text = self._with_command(text, event)
        else:
            text = f"{_ended(event)}: " + text
        self._console.say(text)

    def _partial(self, event: Ended, partial: Partial) -> None:
        """Show what an answer says could not be done, or only not be read."""
        kind = Style.ERROR.of("partial:") if partial.is_failure else Style.WARNING.of("warning:")
        lines: list[Text] = [self._with_command(kind + f" {partial}", event), *partial.examples]
        # Once: a loop may be partial in all of its rounds.
        if partial.is_failure and not self._has_hinted:
            self._has_hinted = True
            hint = f"`@ignore={PARTIAL}` before a command says that the script looks after it"
            lines.append(Style.HINT.of(hint))
        self._console.say(joined("\n  ", lines))

    def _failure(self, event: Ended) -> Text:
        time = f" in {duration.shown(event.seconds)}" if self._verbose else ""
        tries = f" after {event.attempts} attempts" if event.attempts > 1 else ""
        text = self._with_command(f"exit {event.exit_status}{tries}{time}", event)
        notes = failure_note.notes(event.failure, event.argv) if event.failure is not None else ()
        return joined("\n  ", [text, *notes])

    def _fault(self, event: Ended, error: AwsbatchError) -> None:
        """Show a fault of the script whole once, though each round of a loop may meet it."""
        kind = key(event)
        times = self._met(kind, error.message)
        if kind not in self._shown:
            if len(self._shown) < _MOST_FAULTS:
                self._shown.add(kind)
            self._console.say_error(_placed(error, event))
        elif times == 1:
            self._console.say(f"{self._start(event)}: {error.message}")
        elif self._verbose or _is_round(times):
            self._console.say(f"{self._start(event)}: the same fault, met {times} times")

    def _met(self, kind: Hashable, message: str) -> int:
        """Return how often a fault was met with this message, as far as that is known."""
        if (kind, message) not in self._faults and len(self._faults) >= _MOST_FAULTS:
            return 1
        self._faults[kind, message] += 1
        return self._faults[kind, message]

    def _start(self, event: Ended) -> str:
        return _ended(event) if self._verbose else str(event.place)

    def _with_command(self, text: Text, event: Ended) -> Text:
        start = f"{self._start(event)}: " + text
        if not event.argv:
            return start
        if self._verbose:
            return start + f": {quoting.joined(event.argv)}"
        tells = [text for value in event.values for text in value.texts]
        return start + f": {cut(tuple(event.argv), tells)}"


def _skipped(event: Ended) -> str:
    return "skipped" if event.blame is None else f"skipped, because {event.blame}"


def _retry(event: Retrying) -> str:
    code = f" ({event.failure.code})" if event.failure is not None else ""
    again = duration.shown(event.seconds)
    return f"attempt {event.attempt} failed{code}; again in {again}: {quoting.joined(event.argv)}"


def _success(event: Ended) -> str:
    request = f", request id {event.request_id}" if event.request_id is not None else ""
    return f"exit 0 in {duration.shown(event.seconds)}{request}"


def _ignored(event: Ended) -> str:
    code = f" ({event.failure.code if event.failure else PARTIAL})"
    request_id = event.failure.request_id if event.failure else event.request_id
    request = f", request id {request_id}" if request_id is not None else ""
    time = duration.shown(event.seconds)
    return f"exit {event.exit_status}{code} in {time}, ignored{request}"


def _planned(event: Ended) -> str:
    is_open = ", to run any number of times or not at all" if event.is_open else ""
    return f"planned, not run{is_open}"


def _done(_: Ended) -> str:
    return "done before"


_DETAILS: Mapping[Status, Callable[[Ended], str]] = {
    Status.OK: _success,
    Status.PARTIAL: _success,
    Status.IGNORED: _ignored,
    Status.SKIPPED: _skipped,
    Status.PLANNED: _planned,
    Status.DONE: _done,
}
"""The messages that `-v` shows besides."""


def _ended(event: Ended) -> str:
    """Return when and where a command ended, with what the loops around it have set."""
    end = event.started + timedelta(seconds=event.seconds)
    return _when(end.astimezone(), event.place, event.values)


def _when(time: datetime, place: Place, values: tuple[LoopValue, ...] = ()) -> str:
    told = ", ".join(f"{value.name}={shortened((value.text,))}" for value in values)
    return f"{time:%H:%M:%S} {place}{f' ({told})' if told else ''}"


def _is_round(number: int) -> bool:
    """Return whether a count is to be told: the first repetition, and then each power of ten."""
    return number == _ONCE_MORE or str(number).rstrip("0") == "1"


def _placed(error: AwsbatchError, event: Ended) -> AwsbatchError:
    if error.place is not None:
        return error
    return AwsbatchError(error.message, place=event.place, hint=error.hint)
