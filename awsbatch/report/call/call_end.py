"""The end of a call of `aws` that a program has made."""

import signal
from collections.abc import Sequence
from enum import Enum

from awsbatch.contract.outcome import Failure
from awsbatch.record import record

GUARDED = "a fresh `aws` under the same guard"


class Answer(Enum):
    """What became of a call."""

    MADE = "made"
    """It was made here, whatever came of it."""
    FRESH = "fresh"
    """The client has become an `aws` of its own, of which nothing more is known here."""
    CUT = "cut"
    """It was ended in its middle, and may have been made."""
    LEFT = "left"
    """Nothing here has made it."""


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
    """A clause about a call that no worker has made to its end, such as "TZ differs".

    One that was made here all the same was made by a fresh `aws` under the same guard.
    """
    instead: Sequence[str] = ()
    """The words that start the program that made it."""
    requests: int = 0
    """How many it is known to have sent."""
    connections: int = 0
    throttled: int = 0

    @property
    def succeeded(self) -> bool:
        """Whether it was made here, with success."""
        return self.answer is Answer.MADE and self.exit_status == 0

    @property
    def is_counted(self) -> bool:
        """Whether it has told how much it has sent, or sent nothing from here."""
        return self.answer is not Answer.CUT and self.signal is None

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
