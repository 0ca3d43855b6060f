"""One AWS CLI command: what it is given and what comes of it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any, Protocol, TypeAlias

from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.record import record

# Python's own exit status where it cannot write the last output.
_UNWRITTEN = 120


@record
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
        """Take the bytes; raise `BrokenPipeError` when nobody reads them."""

    def flush(self) -> None:
        """Hand on what was taken so far."""

    def fileno(self) -> int | None:
        """Return the descriptor that a child process may write to, if there is one."""

    def lent(self) -> AbstractContextManager[None]:
        """Leave the descriptor to child processes in the block."""


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


@record
class Outcome:
    """What came of one command."""

    exit_status: int
    value: Any = None
    """The captured result, or the parsed response where one was asked for."""
    failure: Failure | None = None
    interrupted: bool = False
    """Whether a `KeyboardInterrupt` ended it, or it was abandoned."""


def unwritten(error: OSError, stderr: Sink) -> Outcome:
    """Return the outcome of a command whose output could not be written, such as to a full disk."""
    message = f"cannot write the output: {(error.strerror or str(error)).lower()}"
    with suppress(OSError):
        stderr.write(f"\naws: error: {message}\n".encode())
    return Outcome(_UNWRITTEN, failure=Failure("OSError", message, local=True))


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
        is_given_up: Callable[[], bool] = lambda: False,
        is_ending: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """Run one command to its end.

        With `capture`, the result goes to the outcome's value and not to
        `stdout`. `live` says whether the command has the terminal to itself:
        without it, one that needs the terminal is refused. Attempts that are
        given the same `tokens` send the same idempotency tokens. A command
        for which `is_given_up` when it begins does nothing; while the run
        `is_ending`, one that is throttled fails soon. A failure of
        the command is an outcome, never an exception. A command that needs
        the process to itself, such as `configure`, waits for those in other
        threads, and they for it.
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
