"""Whoever runs commands: this process, and one day others."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.first_signing import FirstSigning
from awsbatch.contract.guard import Errand
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.mask import Masked
from awsbatch.contract.outcome import Outcome
from awsbatch.contract.plan import Target
from awsbatch.contract.signer import Role, Signer
from awsbatch.contract.word import HoledWord, Word
from awsbatch.output.sink import Sink


class CommandRunner(Protocol):
    """Something that runs AWS CLI commands, from any number of threads at once.

    The engine's tests have one that needs no AWS.
    """

    @property
    def signing(self) -> FirstSigning:
        """Whether anything was signed and sent yet."""

    def run(  # noqa: PLR0913 (all that a command needs)
        self,
        words: Sequence[Word],
        *,
        stdout: Sink,
        stderr: Sink,
        cancellation: Cancellation,
        capture: bool = False,
        live: bool = True,
        tokens: IdempotencyTokens | None = None,
        signer: Signer | None = None,
        errand: Errand | None = None,
    ) -> Outcome:
        """Run one command to its end.

        With `capture`, the result goes to the outcome's value and not to
        `stdout`. `live` says whether the command has the terminal to itself:
        without it, one that needs the terminal is refused. Attempts that are
        given the same `tokens` send the same idempotency tokens. A `signer`
        signs its requests, and all else is as its profile has it. Guards know
        the command by its `errand`, the same for all its attempts; one without
        is not guarded. Once it is
        abandoned by its `cancellation`, a command sends nothing more and ends
        with an outcome that says so; one that is throttled while the run is
        ending fails soon. A failure of the command is an outcome, never an
        exception. A command that needs the process to itself, such as
        `configure`, waits for those in other threads that are not abandoned,
        and they for it.
        """

    def look_again(self) -> None:
        """Have commands that begin later find their credentials anew, from where they come from."""

    @property
    def circumstances(self) -> object:
        """What is equal as long as the same configuration and credentials are found.

        It is cheap, and not equal any more once a command may have changed them.
        """

    def effect(self, words: Sequence[Word]) -> Effect:
        """Return what a command does to the world, judged by its words before it runs.

        What is not known changes something.
        """

    def masked(self, words: Sequence[Word]) -> Masked:
        """Return the words of a command as they may be shown, its secrets masked.

        It may take as long as a check of the command, and is asked from any thread.
        """

    def assume(self, role: Role, *, cancellation: Cancellation) -> Outcome:
        """Assume a role, with what it stands on, unless that was done before in this run.

        The outcome has why it could not be done. A role is renewed in time by
        whoever runs the commands that it signs.
        """

    def target(
        self,
        words: Sequence[Word],
        *,
        signer: Signer | None,
        cancellation: Cancellation,
        knows: Callable[[str], bool] | None = None,
    ) -> Target:
        """Return where a command would go, without running it.

        The account of its credentials is asked for once for each access key,
        but for those of which `knows` says, by their ids, that it is not needed.
        """

    def beside(self) -> AbstractContextManager[None]:
        """Run commands in this block beside others: their standard input is empty.

        Enter and leave it while no command runs.
        """

    def takes_token(self, words: Sequence[Word]) -> bool | None:
        """Return whether a command's operation takes an idempotency token.

        botocore fills one in where the command gives none. None where the
        command is no operation, called by its own name.
        """

    def takes_pairs(self, words: Sequence[HoledWord]) -> bool:
        """Return whether a command's last word is a value of an option that takes `KEY=VALUE`.

        The words after it may be missing. It may take as long as a check of the command.
        """
