"""The walk of a command in a plan that nobody can run, or whose output would stay in a file."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import partial

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.outcome import Outcome
from awsbatch.contract.pace import Pace
from awsbatch.contract.plan import PlannedStep
from awsbatch.contract.signer import Signer, UnknownSigner
from awsbatch.contract.word import Word
from awsbatch.engine.block import Block
from awsbatch.engine.command.change_watch import ChangeWatch
from awsbatch.engine.command.guard_stop import GuardStop
from awsbatch.engine.command.redirect import keeps, name_of
from awsbatch.engine.planning.plan_so_far import PlanSoFar
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.shown_command import PlannedWords
from awsbatch.engine.step import Job, Step
from awsbatch.engine.ticket import Tickets
from awsbatch.event import Ended
from awsbatch.language.model import Commanding, Redirect


class PlanWalker:
    """Has commands planned that are not given to whoever runs commands.

    One object serves all walks of a run, one of them at a time.
    """

    def __init__(
        self,
        plan: PlanSoFar,
        tickets: Tickets,
        watch: ChangeWatch,
        run_end: RunEnd,
        pace: Pace,
        guard_stop: GuardStop,
    ) -> None:
        self._plan = plan
        self._tickets = tickets
        self._watch = watch
        self._run_end = run_end
        self._pace = pace
        self._guard_stop = guard_stop

    def takes(
        self,
        words: Sequence[Word],
        signer: Signer | UnknownSigner | None,
        redirect: Redirect | None,
    ) -> bool:
        """Return whether a command is not to be run, whatever it does."""
        return _kept(redirect) is not None or self._plan.lacks(words, signer)

    def note(self, outcome: Outcome) -> None:
        """Take note of what whoever runs commands has planned, if that is how one ended."""
        if outcome.step is not None:
            self._note(outcome.step)

    def walk(
        self,
        statement: Commanding,
        block: Block,
        words: Sequence[Word],
        shown: Sequence[Word],
        signer: Signer | UnknownSigner | None,
        redirect: Redirect | None,
    ) -> Generator[Step, None, Ended]:
        """Walk a command that this `takes`, and return its end, which was yielded as well.

        Raise what `name_of` raises, before the command starts.
        """
        kept = _kept(redirect)
        file = None if kept is None else name_of(kept, block.scope)
        argv = PlannedWords(shown, self._tickets.mask)
        ticket = self._tickets.issue(statement.place, block, argv, signer)
        self._watch.start(words, writes=kept is not None)
        yield self._tickets.start(ticket)
        cancellation = Cancellation(lambda: not self._run_end.allows(finishing=block.finishing))
        planned = partial(
            self._plan.planner.planned, words, signer=signer, cancellation=cancellation
        )
        # A job, since it may ask AWS whose credentials they are.
        job = Job(planned, cancellation)
        yield job
        step = job.result
        if step is not None and step.refusal is not None:
            ended = ticket.refused(step.refusal)
            yield from self._guard_stop.tell(ended, step.refusal)
            return ended
        if step is not None:
            self._note(step)
            if kept is not None and file is not None:
                self._plan.files.add([file])
                step = _redirected(step, file, kept)
        ended = ticket.planned(step)
        yield ended
        return ended

    def _note(self, step: PlannedStep) -> None:
        self._pace.take_back()
        self._plan.note(step)


def _kept(redirect: Redirect | None) -> Redirect | None:
    """Return a redirect if a file is left of what it writes."""
    return redirect if redirect is not None and keeps(redirect) else None


def _redirected(step: PlannedStep, file: Word, redirect: Redirect) -> PlannedStep:
    effect = step.effect if step.effect.stays else Effect.LOCAL_WRITES
    return replace(step, effect=effect, file=file, appends=redirect.append)
