"""What a run notes of its commands, so that a later run goes on where this one was stopped.

The engine tells a journal of each command before it begins and when it has
ended, and is told which need not be run again. What tells one command from
another is the journal's matter; the engine says what it knows of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Refusal
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.signer import Signer
from awsbatch.contract.word import Word
from awsbatch.fault.error import AwsbatchError
from awsbatch.record import record


class UnwrittenError(AwsbatchError):
    """Raised where a journal cannot be written: what it does not show must not be sent."""


@record
class Spot:
    """A statement of a script that runs a command, whatever its line is and what is around it."""

    statement: tuple[str, ...]
    """As it is written: the name that it sets, its words, where its output goes.

    White space, quoting, comments and modifiers are not in it.
    """
    copy: int = 0
    """How many statements before it in its round are written as it is; 0 in a stream."""
    loops: int = 0
    """How many loops there are around it."""
    finishing: bool = False
    """Whether it is part of a `finally`."""


@record
class Call:
    """A command that is about to begin."""

    words: Sequence[Word]
    """Those after `aws`, with values in place and with `defaults`."""
    signer: Signer | None
    argv: Sequence[str]
    """`aws` and the words, as they may be shown; masked when they are first looked at."""
    spot: Spot
    """Equal for all rounds of a loop, and one object in most of them."""
    line: str
    """Where it stands, such as `cleanup.aws:12`."""
    rounds: tuple[tuple[object, int], ...] = ()
    """What the loops around it have set, outermost first.

    Each with how many rounds before it in its loop have the same value.
    """
    is_captured: bool = False
    """Whether the script goes on with its result, or with which of two ways it ended in."""
    file: str | None = None
    """The path of the file that its output is kept in."""
    appends: bool = False
    """Whether its output is added to what is in that file."""


@record
class Line:
    """What a `print` writes to a file."""

    file: str
    """The path of the file."""
    text: str
    appends: bool
    """Whether it is added to what is in that file."""


@record
class Kept:
    """The result of a command, as a journal keeps it."""

    value: Any
    """As JSON has it, with a mask in the place of each secret."""
    is_whole: bool = True
    """Whether nothing of it is masked."""


@record
class Done:
    """A command that an earlier run has carried out, which is not to be run again."""

    value: Any = None
    """The result of a captured command."""
    is_ignored: bool = False
    """Whether it had failed in a way that its `@ignore` expects; an `if` asks for that."""


@record
class Entry:
    """A command that is to be run."""

    call: Call
    seq: int
    """Its number in the log; the same in all runs."""
    words: str
    """What it has in common with the same command in other runs."""
    place: str
    """What it has in common with whatever its statement becomes in other runs."""
    tokens: IdempotencyTokens | None = None
    """What its attempts take idempotency tokens from; None where they need not be the same."""
    is_noted: bool = True
    """Whether it is noted before it begins, since it changes something."""
    note: Any = None
    """What the journal wants to have back with it."""


Verdict: TypeAlias = Done | Refusal | Entry
"""What a journal says of a command; a `Refusal` stops the run before the command is sent."""


@record
class Conclusion:
    """How a command ended."""

    status: str
    """As `awsbatch.event.Status` has it."""
    exit_status: int | None
    started: datetime
    seconds: float
    in_doubt: bool = False
    """Whether it was not waited for to its end, so that it may have been carried out or not."""
    kept: Kept | None = None
    """The result of a captured command that is noted and done; null if that was ignored."""


@record
class Finished:
    """What a journal shows of a file of which the `finally` has begun."""

    names: Mapping[str, Any] = field(default_factory=dict)
    """The values that names of the file had then, but for those that held a secret."""
    masked: Mapping[str, Any] = field(default_factory=dict)
    """Those of which a part was a secret, with a mask in the place of each value that held one."""
    is_whole: bool = False
    """Whether all that is before the `finally` was done."""
    body: str = ""
    """What tells the statements before it from others."""
    mark: str = ""
    """What tells the `finally` from others, in whatever file it is; empty if nothing does."""


class Journal(Protocol):
    """The notes of a run and of those that it resumes.

    One thread at a time asks it, but for `learn`.
    """

    def knows(self, call: Call) -> bool:
        """Return whether `look` can say something of a command without asking AWS."""

    def learn(self, call: Call, cancellation: Cancellation) -> None:
        """Ask AWS what `look` needs to know of a command; from any thread, and it may take long."""

    def look(self, call: Call) -> Verdict:
        """Return what is to become of a command whose turn has come."""

    def begin(self, entry: Entry) -> None:
        """Note that a command is about to be sent; raise `UnwrittenError`."""

    def end(self, entry: Entry, conclusion: Conclusion) -> None:
        """Note how a command ended; raise `UnwrittenError`."""

    def finished(self, file: str) -> Finished | None:
        """Return what was noted of a file whose `finally` has begun; None if it has not."""

    def begin_finally(self, file: str, finished: Callable[[], Finished]) -> None:
        """Note that the `finally` of a file is about to begin; raise `UnwrittenError`.

        `finished` is asked only if that was not noted before.
        """

    def has(self, line: Line) -> bool:
        """Return whether an earlier run has written a line, which is still in its file.

        One for each time that it was written.
        """

    def add(self, line: Line) -> None:
        """Note that a line was written; raise `UnwrittenError`."""
