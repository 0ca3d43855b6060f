"""The end of a call of `aws` that a program has made."""

import signal
from collections.abc import Sequence
from enum import Enum

from awsbatch.contract.outcome import Failure
from awsbatch.record import record


class Answer(Enum):
    """What became of a call."""

    MADE = "made"
    """It was made here, whatever came of it."""
    FRESH = "fresh"
    """The client has become an `aws` of its own, of which nothing more is known here."""
    GUARDED = "guarded"
    """The client has become an `aws` of its own, which tells of the same call once more."""
    LEFT = "left"
    """Nothing here has made it, or made it to its end."""


@record
class CallEnd:
    """A call that is over."""

    answer: Answer
    seconds: float
    argv: Sequence[str] = ()
    """`aws` and its words, without secrets; empty where they are not known."""
    exit_status: int | None = None
    """What the client ended with; None where a signal ended it, or that is not known."""
    signal: int | None = None
    """What ended the client."""
    failure: Failure | None = None
    request_id: str | None = None
    """That of its last answer, if it was asked for."""
    why: str = ""
    """A clause about a call that was not made here, such as "TZ differs"."""
    instead: str = ""
    """The program that made it."""
    requests: int = 0
    connections: int = 0
    throttled: int = 0

    @property
    def succeeded(self) -> bool:
        """Whether it was made here, with success."""
        return self.answer is Answer.MADE and self.exit_status == 0

    @property
    def how(self) -> str:
        """How it ended, such as `exit 254` or `SIGKILL`."""
        if self.signal is None:
            return f"exit {self.exit_status}"
        try:
            return signal.Signals(self.signal).name
        except ValueError:
            # Those for real-time programs have no names.
            return f"signal {self.signal}"
