"""Whoever runs commands: this process, and one day others."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.outcome import Outcome
from awsbatch.contract.word import Word
from awsbatch.output.sink import Sink


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
