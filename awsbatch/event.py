"""What happens in a run, as the engine tells it to every report."""

from datetime import datetime
from enum import Enum
from typing import Any, TypeAlias

from awsbatch.contract.outcome import Failure
from awsbatch.fault.error import AwsbatchError
from awsbatch.fault.place import Place
from awsbatch.output.spool import Spool
from awsbatch.record import record


class Status(Enum):
    """How a command ended."""

    OK = "ok"
    FAILED = "failed"
    IGNORED = "ignored"
    """It failed in a way that its `@ignore` expects."""
    SKIPPED = "skipped"
    ABANDONED = "abandoned"


@record
class Blame:
    """Why a statement is skipped."""

    place: Place
    what: str = "failed"
    """What came of the statement there."""

    def __str__(self) -> str:
        return f"{self.place} {self.what}"


@record
class Known:
    """More work is known than before: this many commands are still to come at least."""

    commands: int


@record
class Started:
    """A command is about to run."""

    place: Place
    seq: int
    """Counted from 1, in the order of starting."""
    argv: tuple[str, ...]
    """`aws` and every word, values in place and defaults added."""


@record
class Retrying:
    """An attempt at a command failed, and another follows."""

    place: Place
    seq: int
    argv: tuple[str, ...]
    attempt: int
    """The one that failed, counted from 1."""
    failure: Failure | None
    seconds: float
    """From now to the next attempt."""


@record
class Ended:
    """A command ended, or was not started because of an earlier failure."""

    place: Place
    seq: int
    round: tuple[int, ...]
    """The numbers of the loop rounds around it, outermost first, each from 1."""
    argv: tuple[str, ...]
    """As far as it is known for one that was skipped."""
    status: Status
    exit_status: int | None
    """None for a command that was skipped or abandoned."""
    started: datetime
    """With time zone UTC."""
    seconds: float
    attempts: int = 0
    """How often it was tried; 0 for a command that was not started."""
    value: Any = None
    stdout: Spool | None = None
    """What it printed and has not been shown, where there may be any."""
    stderr: Spool | None = None
    failure: Failure | None = None
    error: AwsbatchError | None = None
    """The fault that awsbatch itself found, such as a null placeholder."""
    blame: Blame | None = None
    """For a skipped statement."""


@record
class Printed:
    """A `print` statement's line."""

    place: Place
    text: str
    """Without its line ending."""


@record
class Refused:
    """A guard, such as `assert`, stopped the run."""

    place: Place
    error: AwsbatchError
    """Its message, or why it could not be told whether it holds."""


Telling: TypeAlias = Ended | Printed | Refused
"""What has a place in the order of the script."""


Event: TypeAlias = Known | Started | Retrying | Telling
"""What happens, in the order in which it does."""


@record
class Shown:
    """An event whose turn it is: all that comes before it in the script was shown."""

    event: Telling


News: TypeAlias = Event | Shown
"""What the engine gives: every event when it happens, and what has a place when it is shown."""
