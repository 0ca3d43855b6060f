"""How a call went, for a summary and for guards."""

from collections.abc import Sequence
from dataclasses import field

from awsbatch.exec.channel import Message
from awsbatch.record import record


@record
class CallReport:
    """A call that is over."""

    number: int
    """They are counted from 1 on."""
    seconds: float
    exit_status: int | None = None
    """What the client ends with, where a worker has made the call."""
    signal: int | None = None
    """What ended the worker, and ends the client."""
    instead: Sequence[str] = ()
    """The program that the client became instead: it, and words before those of the call."""
    is_cut: bool = False
    """Whether it was ended in its middle, and may have been made."""
    why: str | None = None
    """Why no worker has made the call, or made it to its end."""
    is_left: bool = False
    """Whether it was not taken: its client goes on alone, or under a guard refuses it."""
    told: Message = field(default_factory=dict)
    """What the worker tells of it: `requests`, `connections`, `code`, `bug` and so on."""
