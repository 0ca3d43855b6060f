"""What every attempt at a command needs, made of its statement and its block."""

from collections.abc import Sequence
from functools import partial

from awsbatch.contract.first_signing import FirstSigning
from awsbatch.contract.guard import Errand
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.signer import Signer
from awsbatch.contract.waiting import WAIT, only_waits
from awsbatch.contract.word import Word
from awsbatch.engine.block import Block
from awsbatch.engine.command.retry import Policy, policy_of
from awsbatch.engine.ticket import Ticket
from awsbatch.language.model import NO_MODIFIERS, Capture, Commanding, Run
from awsbatch.output.sink import LiveOutput, Sink
from awsbatch.output.spool import Spool, Store
from awsbatch.output.tap import Tap
from awsbatch.output.withheld import Withheld
from awsbatch.record import record


@record
class Work:
    """What every attempt at a command needs."""

    words: Sequence[Word]
    errand: Errand
    signer: Signer | None
    """Who signs instead of the profile."""
    capture: bool
    policy: Policy
    tokens: IdempotencyTokens | None
    """Shared by all attempts, so that none does its work twice; None where there is only one."""
    file: Sink | None
    """The file that a redirect sends standard output to."""
    live: tuple[Sink, Sink] | None
    """The sinks that show output as it comes; None where output waits for its turn."""
    alone: bool
    """Whether the command has the terminal to itself."""
    store: Store
    """Holds the output that waits."""
    only_waits: bool
    """Whether the command changes nothing, and only waits for a state."""
    hides: str | None = None
    """The name of a captured result of which nothing is to be shown."""

    def sinks(self) -> tuple[Sink, Sink]:
        """Return the standard output and error of the next attempt.

        Output that a further attempt or `@ignore` may make void is held back.
        """
        live, err = self.live or (None, None)
        out = self.file or live
        return (
            Spool(self.store) if out is None or self.policy.holds_stdout else self._tapped(out),
            Spool(self.store) if err is None or self.policy.holds_stderr else self._tapped(err),
        )

    def _tapped(self, sink: Sink) -> Sink:
        return sink if self.policy.timeout is None else Tap(sink)

    def is_own(self, stdout: Sink) -> bool:
        """Return whether a sink of an attempt is this process's standard output."""
        sink = stdout.sink if isinstance(stdout, Tap) else stdout
        return self.live is not None and sink is self.live[0]


class Works:
    """Makes the work of commands, for all walks of a run."""

    def __init__(
        self, signing: FirstSigning, output: LiveOutput | None, *, jobs: int, retries: int
    ) -> None:
        """Prepare a run, whose commands print to `output` if there is one."""
        self._signing = signing
        self._output = output
        self._jobs = jobs
        self._retries = retries
        self._policy = policy_of(NO_MODIFIERS, retries)
        self._store = Store()

    def of(
        self,
        statement: Commanding,
        ticket: Ticket,
        block: Block,
        words: Sequence[Word],
        signer: Signer | None,
        file: Sink | None,
        tokens: IdempotencyTokens | None,
    ) -> Work:
        """Return the work of a statement's command, which may be given the tokens it sends."""
        modifiers = statement.command.modifiers
        is_plain = modifiers is NO_MODIFIERS
        policy = self._policy if is_plain else policy_of(modifiers, self._retries)
        beside = block.is_beside and self._jobs > 1
        # Beside others, output waits for its turn in the order of the script.
        live = None if beside or self._output is None else self._output.live()
        signing = self._signing
        if live is not None and not signing.is_over:
            # What the AWS CLI says of why nobody signs is said better where it ends the run.
            live = live[0], Withheld(live[1], partial(_is_sent, signing, signing.sent))
        may_retry = policy.holds_stdout
        alone = self._output is not None and not block.is_beside and not may_retry
        # A command that may be given up must not be in the middle of a talk with a person.
        alone = alone and policy.timeout is None
        if tokens is None and may_retry:
            tokens = IdempotencyTokens()
        capture = not isinstance(statement, Run)
        # Asked in full only where it may be true: this is for every command.
        waits = WAIT in words and only_waits(words)
        place = ticket.place
        at = place.file, place.line, place.column
        errand = Errand(ticket.seq, block.finishing, at)
        hides = statement.name if modifiers.secret and isinstance(statement, Capture) else None
        return Work(
            words,
            errand,
            signer,
            capture,
            policy,
            tokens,
            file,
            live,
            alone,
            self._store,
            waits,
            hides,
        )


def _is_sent(signing: FirstSigning, before: int) -> bool:
    return signing.is_over or signing.sent != before
