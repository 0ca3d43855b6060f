"""The events of a run, as the engine yields them for every report."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

from awsbatch.contract.loop_value import LoopValue
from awsbatch.contract.outcome import Failure, Partial
from awsbatch.contract.plan import PlannedStep
from awsbatch.fault.error import AwsbatchError
from awsbatch.fault.place import Place
from awsbatch.output.spool import Spool
from awsbatch.record import record

if TYPE_CHECKING:
    # The standard library has it only from Python 3.13; type checkers bring their own.
    from typing_extensions import TypeIs


class Status(Enum):
    """How a command ended."""

    OK = "ok"
    FAILED = "failed"
    PARTIAL = "partial"
    """It succeeded, but says itself that it could not do everything."""
    IGNORED = "ignored"
    """It failed, or was partial, in a way that its `@ignore` expects."""
    SKIPPED = "skipped"
    """It did not start, because of an earlier failure."""
    ABANDONED = "abandoned"
    """It was not waited for, because the run was to end now."""
    PLANNED = "planned"
    """It was not run: it is part of a plan."""
    DONE = "done"
    """It was not run: a run that this one resumes has carried it out."""

    # That of `Enum` is written in Python, and every end is counted by its status.
    __hash__ = object.__hash__


SOUND = (Status.OK, Status.IGNORED, Status.PLANNED, Status.DONE)
"""How a command ended that nothing is to be told of.

A tuple, here and elsewhere: before Python 3.12, it takes long to look up a member of an `Enum`.
"""


@record
class Blame:
    """Why a statement is skipped."""

    place: Place
    what: str = "failed"
    """What happened to the statement at that place."""
    is_perhaps: bool = False
    """Whether a plan does not know that it will happen; then nothing is told of what is skipped."""

    def __str__(self) -> str:
        return f"{self.place} {self.what}"


@record
class Known:
    """More commands than before are known to come, or fewer."""

    commands: int
    """How many more; below 0 where a loop that was counted with its rounds has none of them."""
    unknown: int = 0
    """How many more blocks have commands of which the number is not known; below 0 once it is."""


@record
class Started:
    """A command is about to run."""

    place: Place
    seq: int
    """Counted from 1, in the order of starting."""
    argv: Sequence[str]
    """`aws` and every word, with values in place, but for secrets, and with `defaults`."""
    values: tuple[LoopValue, ...] = ()
    """What the loops around the command have set, outermost first."""
    round: tuple[int, ...] = ()
    """The numbers of the loop rounds around the command, outermost first, each from 1."""


@record
class Withdrawn:
    """A command of which `Started` was told has not begun: a guard let none of its requests go."""

    seq: int


@record
class Retrying:
    """An attempt at a command failed, and another follows."""

    place: Place
    seq: int
    argv: Sequence[str]
    attempt: int
    """The number of the attempt that failed, from 1."""
    failure: Failure | None
    seconds: float
    """From now to the next attempt."""


@record
class Ended:
    """A command ended, or was not started because of an earlier failure."""

    place: Place
    seq: int
    round: tuple[int, ...]
    """The numbers of the loop rounds around the command, outermost first, each from 1."""
    argv: Sequence[str]
    """As in `Started`; for a command that was not started, as it is written, or empty."""
    status: Status
    exit_status: int | None
    """None for a command that was skipped, abandoned, planned, or done before."""
    started: datetime
    """With time zone UTC."""
    seconds: float
    attempts: int = 0
    """How often it was tried; 0 for a command that was not started."""
    value: Any = None
    """The result that was captured or asked for, as JSON has it."""
    stdout: Spool | None = None
    """The output that waits to be shown; None if all was shown while the command ran."""
    stderr: Spool | None = None
    """As `stdout`."""
    failure: Failure | None = None
    partial: Partial | None = None
    """What it could not do, though it succeeded; a gap in what it read leaves its status `OK`."""
    signer: str | None = None
    """The role or the key that `defaults` chose to sign it, if they did."""
    values: tuple[LoopValue, ...] = ()
    """As in `Started`."""
    request_id: str | None = None
    """That of the last answer, if it was asked for; a failure has its own."""
    step: PlannedStep | None = None
    """What the command would do, if it was planned."""
    is_open: bool = False
    """Whether a planned command may run any number of times, or not at all.

    It stands in a block on something that is not known, or is asked by a `while`.
    """
    depth: int = 0
    """How many blocks on something that is not known it stands in."""
    finishing: bool = False
    """Whether it is part of a `finally`."""
    error: AwsbatchError | None = None
    """The fault that awsbatch itself found in the statement, such as a null placeholder."""
    blame: Blame | None = None
    """Why the statement was skipped."""

    @property
    def result(self) -> Any:
        """The value that a capture gets: null after a failure that is ignored."""
        return None if self.exit_status else self.value


@record
class Printed:
    """A `print` statement's line."""

    place: Place
    text: str
    """Without its line ending."""


class Cause(Enum):
    """Why a run ends before its end."""

    INTERRUPTED = "interrupted"
    """Ctrl-C, or SIGINT."""
    TERMINATED = "terminated"
    """SIGTERM."""
    HUNG_UP = "hung up"
    """SIGHUP: the terminal is gone."""
    CLOSED = "output closed"
    """Nobody reads standard output any more."""
    UNWRITTEN = "output not written"
    """The output of a command or of a report has no place, as on a full disk."""
    HALT = "halt"
    """A command failed, and `--halt` was given."""
    ERREXIT = "errexit"
    """A failure ended a file, and `--errexit` was given."""
    FAIL = "fail"
    """A `fail` statement."""
    GUARD = "guard"
    """The condition of an `assert` did not hold."""
    REFUSED = "refused"
    """A guard refused a request of a command."""
    GAVE_UP = "gave up"
    """Commands failed in a row in a way that lasts."""
    UNSIGNED = "unsigned"
    """There is nothing that commands can be signed with."""
    CHANGED = "changed"
    """A resumed run came to a command that the log of the run before does not let it send."""
    UNLOGGED = "log not written"
    """What a command does could not be noted in the log of the run."""


@record
class Refused:
    """A guard, such as `assert`, stopped the run, or the run stopped by itself."""

    place: Place
    error: AwsbatchError
    """The guard's message, or why its condition could not be evaluated."""
    late: bool = False
    """Whether the run was ending before, so that it stopped no more than a `finally`."""
    cause: Cause = Cause.GUARD


@record
class EndedEarly:
    """The run ended before its end; the last event of a run."""

    cause: Cause
    """The first one, if there were several."""
    place: Place | None = None
    """The line that is to blame, if there is one."""
    last: Started | None = None
    """The command that was the last to begin, those of `finally` aside."""


@record
class Undecided:
    """A statement that a plan does not carry out, since it needs what is not known, or would write.

    For a block, what comes of it is told after this, as far as it may happen.
    """

    place: Place
    text: str
    """As it is written, on one line, with the values that are known."""
    depth: int = 0
    """How many such blocks it stands in, each told of before what is in it."""


@record
class LeftOut:
    """The `finally` of a file was not run: nothing was begun that it could put right."""

    place: Place
    cause: Cause | None = None
    """Why it was not run whatever was begun, if it was not."""


@record
class NoRound:
    """A loop had no value to begin a round with."""

    place: Place


Telling: TypeAlias = Ended | Printed | Refused | Undecided | LeftOut | NoRound | EndedEarly
"""An event that has a place in the order of the script."""

# For an event that is not of a union, `isinstance` would look at each of its classes.
_TELLING = frozenset(get_args(Telling))


def is_telling(event: object) -> "TypeIs[Telling]":
    """Return whether an event has a place in the order of the script."""
    return type(event) in _TELLING


Event: TypeAlias = Known | Started | Withdrawn | Retrying | Telling
"""What happens in a run, in the order in which it does."""

_EVENTS = frozenset(get_args(Event))


def is_event(step: object) -> "TypeIs[Event]":
    """Return whether something is an event."""
    return type(step) in _EVENTS


@record
class Shown:
    """An event whose turn it is to be shown: all before it in the script have been."""

    event: Telling


News: TypeAlias = Event | Shown
"""What the engine yields: every event when it happens, and those with a place again, in order."""
