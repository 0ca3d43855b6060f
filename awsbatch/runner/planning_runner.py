"""A runner that runs what only reads, and plans the rest."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.guard import Errand, Refusal
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.outcome import Ending, Failure, Outcome, refused_by_guard
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.runner import CommandRunner
from awsbatch.contract.signer import Signer, UnknownSigner
from awsbatch.contract.waiting import WAIT, only_waits
from awsbatch.contract.word import Word
from awsbatch.exit_status import ExitStatus
from awsbatch.output.sink import Sink
from awsbatch.output.void import Void
from awsbatch.output.withheld import Withheld
from awsbatch.runner.front import Front
from awsbatch.runner.planned_making import Makings

Refuses: TypeAlias = Callable[[Target], Refusal | None]

# botocore 1.44: the profile may be what a planned `aws configure set` would write.
_NO_PROFILE = "ProfileNotFound"
_HELP: Word = ("help",)
_UNSIGNED: Word = ("--no-sign-request",)
# awscli 1.46 and 2.36: of commands that read until somebody ends them, as `logs tail --follow`.
_WATCHED = frozenset[Word](
    [("--follow",), ("start-live-tail",), ("monitor-express-gateway-service",)]
)
# What answers something else each time: no run could be held to what it answered in its plan.
_RANDOM = frozenset[Word]([("get-random-password",), ("generate-random",), ("generate-data-key",)])
_NOT_MADE = _WATCHED | _RANDOM


class PlanningRunner(Front):
    """Runs the commands that leave everything as it is, on another runner, and plans the others.

    What commands print is dropped: a plan is all that is to be seen. So those
    are planned as well that somebody is to watch, as `help`, and those that
    answer something else each time. A command that only waits is planned, since
    it may wait for what was planned before it, and so is a read that finds
    something absent once anything was, or nothing where something would have
    been made.
    """

    def __init__(self, inner: CommandRunner, refuses: Refuses | None = None) -> None:
        """Plan for another runner; `refuses` says why a guard would refuse what goes somewhere."""
        super().__init__(inner)
        self._refuses = refuses
        self._planned: set[Effect] = set()
        """What was planned that stays, on which what is absent may depend."""
        self._makings = Makings()

    def run(  # noqa: PLR0913 (all that a command needs)
        self,
        words: Sequence[Word],
        *,
        stdout: Sink,  # noqa: ARG002 (nothing is printed)
        stderr: Sink,
        cancellation: Cancellation,
        capture: bool = False,
        live: bool = True,  # noqa: ARG002 (what needs the terminal would print)
        tokens: IdempotencyTokens | None = None,
        signer: Signer | None = None,
        errand: Errand | None = None,
    ) -> Outcome:
        """Run or plan one command: see `awsbatch.contract.runner.CommandRunner`."""
        effect = self.effect(words)
        if effect.stays or _waits(words) or not _NOT_MADE.isdisjoint(words):
            step = self._step(words, effect, signer, cancellation)
            return _outcome(Outcome(0), step, cancellation)
        # What the AWS CLI says of a failure is of no use where that is none.
        before, may_be_help = frozenset(self._planned), words[-1:] == [_HELP]
        said = Withheld(stderr, lambda: not (before or may_be_help))
        outcome = self._inner.run(
            words,
            stdout=Void(),
            stderr=said,
            cancellation=cancellation,
            capture=capture,
            live=False,
            tokens=tokens,
            signer=signer,
            errand=errand,
        )
        failure = outcome.failure
        if failure is not None:
            # Whether it is help that is asked for, only the AWS CLI knows: it refuses to show it.
            is_planned = _may_make(before, failure) or (may_be_help and failure.local)
        else:
            target = partial(self.target, words, signer=signer, cancellation=cancellation)
            is_planned = capture and self._makings.may_be_missed(words, outcome.value, target)
        if is_planned:
            step = self._step(words, effect, signer, cancellation)
            return _outcome(outcome, step, cancellation)
        said.release()
        return outcome

    def planned(
        self,
        words: Sequence[Word],
        *,
        signer: Signer | UnknownSigner | None,
        cancellation: Cancellation,
    ) -> PlannedStep:
        """Plan a command: see `awsbatch.contract.plan.Planner`."""
        return self._step(words, self.effect(words), signer, cancellation)

    def _step(
        self,
        words: Sequence[Word],
        effect: Effect,
        signer: Signer | UnknownSigner | None,
        cancellation: Cancellation,
    ) -> PlannedStep:
        if effect.stays:
            self._planned.add(effect)
        step = self._aimed(words, effect, signer, cancellation)
        if effect is Effect.CHANGES:
            self._makings.add(step)
        return step

    def _aimed(
        self,
        words: Sequence[Word],
        effect: Effect,
        signer: Signer | UnknownSigner | None,
        cancellation: Cancellation,
    ) -> PlannedStep:
        """Return a command with where it would go."""
        if isinstance(signer, UnknownSigner):
            # Unsigned, so that nobody is asked for an account; its region is that of the profile.
            unsigned = [_UNSIGNED, *words]
            aim = self._inner.target(unsigned, signer=None, cancellation=cancellation)
            target = Target(region=aim.region, endpoint=aim.endpoint)
            return PlannedStep(tuple(words), effect, target, signer_is_known=False)
        target = self._inner.target(words, signer=signer, cancellation=cancellation)
        refusal = None if self._refuses is None else self._refuses(target)
        return PlannedStep(tuple(words), effect, target, refusal=refusal)


def _outcome(ended: Outcome, step: PlannedStep, cancellation: Cancellation) -> Outcome:
    """Return the outcome of a command that was planned, unless it was abandoned meanwhile."""
    if cancellation.is_abandoned:
        return Outcome(ExitStatus.INTERRUPTED.value, ending=Ending.ABANDONED)
    if step.refusal is not None:
        return refused_by_guard(step.refusal)
    return replace(ended, exit_status=0, value=None, ending=Ending.PLANNED, step=step)


def _waits(words: Sequence[Word]) -> bool:
    # Asked in full only where it may be true: this is for every command.
    return WAIT in words and only_waits(words)


def _may_make(planned: Collection[Effect], failure: Failure) -> bool:
    """Return whether what was planned may make what a command found missing."""
    if failure.code == _NO_PROFILE:
        return Effect.LOCAL_WRITES in planned
    return failure.absent and bool(planned)
