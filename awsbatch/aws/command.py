"""One AWS CLI command: what it is given and what comes of it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from awsbatch.aws.idempotency import IdempotencyTokens


@dataclass(frozen=True, slots=True)
class Data:
    """A part of a word that came from a value, and must stay that one value."""

    text: str
    structured: bool = False
    """Whether the text is JSON made from a list or an object."""


Piece: TypeAlias = str | Data
"""What the author wrote, or data."""

Word: TypeAlias = tuple[Piece, ...]
"""One word of a command line; an empty tuple is the empty word."""


class Sink(Protocol):
    """Where the bytes of a command's standard output or error go."""

    def write(self, data: bytes, /) -> None:
        """Take the bytes; raises `BrokenPipeError` when nobody reads them."""

    def flush(self) -> None:
        """Hand on what was taken so far."""

    def fileno(self) -> int | None:
        """Give the descriptor that a child process may write to, if there is one."""

    def lent(self) -> AbstractContextManager[None]:
        """Leave the descriptor to child processes in the block."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one command."""

    exit_status: int
    value: Any = None
    """The captured result, or the parsed response where one was asked for."""
    failure: Failure | None = None
    interrupted: bool = False
    """Whether a `KeyboardInterrupt` ended it, or it was abandoned."""


class CommandRunner(Protocol):
    """Something that runs AWS CLI commands, from any number of threads at once.

    The engine's tests have one that needs no AWS.
    """

    def run(
        self,
        words: Sequence[Word],
        *,
        stdout: Sink,
        stderr: Sink,
        capture: bool = False,
        live: bool = True,
        tokens: IdempotencyTokens | None = None,
    ) -> Outcome:
        """Run one command to its end.

        With `capture`, the result goes to the outcome's value and not to
        `stdout`. `live` says whether the command has the terminal to itself:
        without it, one that needs the terminal is refused. Attempts that are
        given the same `tokens` send the same idempotency tokens. A failure of
        the command is an outcome, never an exception. A
        command that needs the process to itself, such as `configure`, waits
        for those in other threads, and they for it.
        """

    def beside(self) -> AbstractContextManager[None]:
        """Run commands in this block beside others: their standard input is empty.

        Enter and leave it while no command runs.
        """

    def abandon(self) -> None:
        """Have the commands under way in other threads send nothing more.

        They end as if interrupted, as soon as they would send something.
        Commands that are run after this are not affected.
        """

    @property
    def has_abandoned(self) -> bool:
        """Whether a command that was abandoned is still under way, such as in a long wait."""
