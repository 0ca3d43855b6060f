"""What came of one command."""

from contextlib import suppress
from enum import Enum
from typing import Any

from awsbatch.fault.wording import reason
from awsbatch.output.sink import Sink
from awsbatch.record import record

# Python's own exit status where it cannot write the last output.
_UNWRITTEN = 120


@record
class Failure:
    """Why a command failed, from the exception that ended it."""

    code: str
    """AWS's error code, or the exception's name."""
    message: str
    request_id: str | None = None
    passing: bool = False
    """Whether the same command may well succeed later: throttling, a 5xx, a connection."""
    local: bool = False
    """Whether the code is nobody's but ours: a usage error, or output that has no place."""


class Ending(Enum):
    """How a command came to its end."""

    RAN = "ran"
    """By itself, whether it succeeded or not."""
    ABANDONED = "abandoned"
    """By a `KeyboardInterrupt`, or because it was abandoned."""


@record
class Outcome:
    """What came of one command."""

    exit_status: int
    value: Any = None
    """The captured result, or the parsed response where one was asked for."""
    failure: Failure | None = None
    ending: Ending = Ending.RAN

    @property
    def is_abandoned(self) -> bool:
        """Whether the command did not run to its own end."""
        return self.ending is Ending.ABANDONED


def unwritten(error: OSError, stderr: Sink) -> Outcome:
    """Return the outcome of a command whose output could not be written, such as to a full disk."""
    message = f"cannot write the output: {reason(error)}"
    with suppress(OSError):
        stderr.write(f"\naws: error: {message}\n".encode())
    return Outcome(_UNWRITTEN, failure=Failure("OSError", message, local=True))
