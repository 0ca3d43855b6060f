"""What came of one command."""

from contextlib import suppress
from enum import Enum
from typing import Any

from awsbatch.contract.guard import Refusal
from awsbatch.contract.plan import PlannedStep
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.wording import counted, reason
from awsbatch.output.sink import Sink
from awsbatch.record import record

UNWRITTEN = 120
"""Python's own exit status where it cannot write the last output."""


@record
class Use:
    """Whose credentials a command used, and the endpoint that it called with them."""

    credentials: str
    """As a message names them: a profile, a role or the id of a key."""
    endpoint: str | None
    """A URL; None where there was no call, since there were no credentials."""


@record
class Lasting:
    """Why a failure lasts: other commands with the same `Use` will fail so as well."""

    reason: str
    """A clause, such as "the keys have expired"."""
    of_credentials: bool
    """Whether the credentials are to blame, and not the way to AWS."""


@record
class Remedy:
    """What a person has to do before a command can work at all, and others like it."""

    message: str
    """What is wrong, in one line."""
    hint: str
    """What to type."""
    general: bool = False
    """Whether no command can work that the configuration has print as it had this one."""


@record
class Failure:
    """Why a command failed, from the exception that ended it."""

    code: str
    """AWS's error code, or the exception's name; empty where there was neither."""
    message: str
    request_id: str | None = None
    passing: bool = False
    """Whether the same command may well succeed later: throttling, a 5xx, a connection."""
    local: bool = False
    """Whether the code is nobody's but ours: a usage error, or output that has no place."""
    lasting: Lasting | None = None
    """Why others will fail so as well, if they will."""
    names_code: bool = True
    """Whether the command wrote its code, in parentheses."""
    remedy: Remedy | None = None
    """What is to be done where nobody could sign for it, or its configuration cannot be used."""
    absent: bool = False
    """Whether something that the command names does not exist."""
    listed: str | None = None
    """What the service's model calls the error, where the code is one from before that model."""
    unanswered: bool = False
    """Whether AWS may have got the last request, of which the answer did not come."""


@record
class Partial:
    """What a command that succeeded could not do, as its answer says."""

    member: str
    """The member of the answer that says so, such as `Errors`."""
    count: int
    """How many things it could not do."""
    examples: tuple[str, ...] = ()
    """The codes and messages of the first ones, where the answer has any."""
    is_failure: bool = True
    """Whether something was to be changed; what could only not be read is a gap."""

    def __str__(self) -> str:
        if self.is_failure:
            return f"`{self.member}` of the answer has {counted(self.count, 'failure')}"
        entries = "1 entry" if self.count == 1 else f"{self.count} entries"
        return f"the answer is incomplete: `{self.member}` has {entries}"


PARTIAL = "Partial"
"""The code by which a script says that it looks after what an answer could not do."""

TIMEOUT = "Timeout"
"""The code of a command that was given up."""

REFUSED = "Refused"
"""The code of a command that a guard refused."""


class Ending(Enum):
    """How a command came to its end."""

    RAN = "ran"
    """By itself, whether it succeeded or not."""
    ABANDONED = "abandoned"
    """By a `KeyboardInterrupt`, or because it was abandoned."""
    PLANNED = "planned"
    """It was not run: it is part of a plan, and its result is not known."""
    REFUSED = "refused"
    """A guard refused a request of it, or the whole command; what it sent before was sent."""


@record
class Outcome:
    """What came of one command."""

    exit_status: int
    value: Any = None
    """The captured result, or the parsed response where one was asked for."""
    failure: Failure | None = None
    ending: Ending = Ending.RAN
    partial: Partial | None = None
    uses: tuple[Use, ...] = ()
    """What it used, the last one last; told from the first failure on that lasts."""
    request_id: str | None = None
    """That of the last answer, if it was asked for; a failure has its own."""
    step: PlannedStep | None = None
    """What it would do, if it was planned."""
    refusal: Refusal | None = None
    """Why a guard refused it, if one did."""
    secrets: tuple[str, ...] = ()
    """What its answers have that is secret."""
    in_doubt: bool = False
    """Whether it may have done all that it was to do, although it failed."""

    @property
    def is_abandoned(self) -> bool:
        """Whether the command did not run to its own end."""
        return self.ending is Ending.ABANDONED

    @property
    def is_planned(self) -> bool:
        """Whether the command was not run, since it is part of a plan."""
        return self.ending is Ending.PLANNED


def refused_by_guard(refusal: Refusal, value: Any = None) -> Outcome:
    """Return the outcome of a command that a guard refused or stopped, whatever came of it."""
    failure = Failure(REFUSED, refusal.message, local=True)
    return Outcome(ExitStatus.REFUSED.value, value, failure, Ending.REFUSED, refusal=refusal)


def unwritten(error: OSError, stderr: Sink) -> Outcome:
    """Return the outcome of a command whose output could not be written, such as to a full disk."""
    message = f"cannot write the output: {reason(error)}"
    with suppress(OSError):
        stderr.write(f"\naws: error: {message}\n".encode())
        stderr.flush()
    return Outcome(UNWRITTEN, failure=Failure("OSError", message, local=True), in_doubt=True)
