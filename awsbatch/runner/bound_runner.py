"""A runner that makes no other changes than those of a plan."""

import threading
from collections.abc import Sequence

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Errand, Refusal
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.outcome import Ending, Outcome, refused_by_guard
from awsbatch.contract.runner import CommandRunner
from awsbatch.contract.signer import Signer
from awsbatch.contract.word import Word
from awsbatch.exit_status import ExitStatus
from awsbatch.output.sink import Sink
from awsbatch.runner import plan_refusal
from awsbatch.runner.change_plan import ChangePlan
from awsbatch.runner.front import Front
from awsbatch.runner.planned_change import place_in


class BoundRunner(Front):
    """Runs on another runner what reads, and each change of a plan as often as it was planned.

    Any other change is refused before anything of it is sent.
    """

    def __init__(self, inner: CommandRunner, plan: ChangePlan, files: Sequence[str] = ()) -> None:
        """Hold the run of some files, by their names in order, to a plan."""
        super().__init__(inner)
        self._files = files
        self._plan = plan
        self._lock = threading.Lock()
        """Held while the plan is used."""
        self._taken: dict[int, bytes] = {}
        """The marks of the commands that took a change, by the numbers of their errands."""

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
        """Run one command, or refuse it: see `awsbatch.contract.runner.CommandRunner`."""
        if self.effect(words).stays:
            refusal = self._refusal(words, signer, cancellation, errand)
            if cancellation.is_abandoned:
                return Outcome(ExitStatus.INTERRUPTED.value, ending=Ending.ABANDONED)
            if refusal is not None:
                return refused_by_guard(refusal)
        return self._inner.run(
            words,
            stdout=stdout,
            stderr=stderr,
            cancellation=cancellation,
            capture=capture,
            live=live,
            tokens=tokens,
            signer=signer,
            errand=errand,
        )

    def _refusal(
        self,
        words: Sequence[Word],
        signer: Signer | None,
        cancellation: Cancellation,
        errand: Errand | None,
    ) -> Refusal | None:
        # Before the lock: it may ask AWS for the account.
        target = self.target(words, signer=signer, cancellation=cancellation)
        with self._lock:
            mark = self._plan.exact_mark(words, target)
            # A further attempt is the same change.
            if errand is not None and self._taken.get(errand.number) == mark:
                return None
            at = None if errand is None or errand.at is None else place_in(self._files, errand.at)
            if self._plan.take(words, target, at):
                if errand is not None:
                    self._taken[errand.number] = mark
                return None
            return plan_refusal.refusal(self._plan, words, target, self.masked(words).words)
