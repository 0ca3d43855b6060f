"""The run of scripts: what their walks ask for, done, and what happens, yielded."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from awsbatch.contract.global_option import GlobalOptions
from awsbatch.contract.journal import Journal
from awsbatch.contract.pace import Pace
from awsbatch.contract.plan import Planner
from awsbatch.contract.runner import CommandRunner
from awsbatch.engine.command.change_watch import ChangeWatch
from awsbatch.engine.command.command_walk import CommandWalker
from awsbatch.engine.command.guard_stop import GuardStop
from awsbatch.engine.command.hindrance import Hindrance
from awsbatch.engine.command.row_walk import RowWalker
from awsbatch.engine.command.work import Works
from awsbatch.engine.command_mask import CommandMask
from awsbatch.engine.defaults_in_force import DefaultsInForce
from awsbatch.engine.defaults_walk import DefaultsWalker
from awsbatch.engine.input_trial import InputTrial
from awsbatch.engine.parallel.crew import Crew
from awsbatch.engine.parallel.lone_thread import run_until_late
from awsbatch.engine.planning.plan_so_far import PlanSoFar
from awsbatch.engine.planning.plan_walk import PlanWalker
from awsbatch.engine.run_end import Phase, RunEnd
from awsbatch.engine.scope import Scope
from awsbatch.engine.script_walk import ScriptWalker
from awsbatch.engine.statement_walk import StatementWalker
from awsbatch.engine.step import (
    Fork,
    Job,
    Listen,
    Pause,
    Ready,
    Step,
)
from awsbatch.engine.ticket import Tickets
from awsbatch.event import (
    Cause,
    EndedEarly,
    News,
    Shown,
    is_event,
    is_telling,
)
from awsbatch.language.model import Script
from awsbatch.language.parser import Item
from awsbatch.output.sink import LiveOutput
from awsbatch.record import record
from awsbatch.redaction.secret import Secrets


@record
class Terms:
    """The options of a run."""

    jobs: int = 1
    """How many commands may run at the same time, where the script allows it."""
    parallel: bool = False
    """Whether each file's statements may run at the same time, as in a `parallel` block."""
    keeps_order: bool = True
    """Whether output is shown in the order of the script, not of the ends of commands."""
    rate: float | None = None
    """How many commands may start in a second; None for no limit."""
    errexit: bool = False
    """Whether each file begins as with `set -e`."""
    retries: int = 0
    """How often commands without a `@retry` are tried again after a failure that may pass."""
    gives_up: bool = True
    """Whether the run ends by itself where its commands fail in a row for a reason that lasts."""
    typed: bool = False
    """Whether a person types the statements, one after the other, and sees what comes of each."""


class Engine:
    """A run of one or more files, which share their names.

    The run goes on only while its events are taken: whoever stops taking them
    stops the run, without its `finally`.
    """

    def __init__(  # noqa: PLR0913 (all that a run needs)
        self,
        runner: CommandRunner,
        output: LiveOutput | None,
        scope: Scope,
        terms: Terms | None = None,
        *,
        options: GlobalOptions | None = None,
        outer: Mapping[str, str] | None = None,
        run_end: RunEnd | None = None,
        jitter: Callable[[], float] = random.random,
        planner: Planner | None = None,
        journal: Journal | None = None,
        secrets: Secrets | None = None,
    ) -> None:
        """Prepare a run whose names are kept in `scope`.

        Without an `output`, the events carry what commands print. `options` are
        those that `defaults` can set, and `outer` values of theirs, which hold
        for all commands that set no other. `jitter` is as in `wait_after`. With a
        `planner`, the run is a plan: what a command that is not run would give is
        not known, nor is what depends on that, and no file is written. With a
        `journal`, what it has as done is not run again. `secrets` are those that are
        known so far, to which the run adds.
        """
        self.has_forked = False
        """Whether the run has come to statements that may run side by side."""
        self._runner = runner
        self._scope = scope
        self._terms = terms or Terms()
        self._run_end = run_end or RunEnd()
        self._pace = Pace(self._terms.rate)
        mask = CommandMask(runner.masked, Secrets() if secrets is None else secrets)
        scope.functions = replace(scope.functions, secrets=mask.secrets)
        tickets, watch = Tickets(self._run_end, mask), ChangeWatch(runner)
        hindrance = Hindrance(runner.signing, self._run_end, ends=not self._terms.typed)
        self._tickets = tickets
        plan = None if planner is None else PlanSoFar(planner)
        if plan is not None:
            scope.functions = replace(scope.functions, would_write=plan.files.has)
        rows = RowWalker(runner, self._run_end, tickets, gives_up=self._terms.gives_up)
        guard_stop = GuardStop(self._run_end, mask.secrets)
        plans = (
            None
            if plan is None
            else PlanWalker(plan, tickets, watch, self._run_end, self._pace, guard_stop)
        )
        journals = None
        if journal is not None:
            # Most runs have none.
            from awsbatch.engine.resumption.journal_walk import JournalWalker

            journals = JournalWalker(journal, self._run_end, tickets, watch)
        commands = CommandWalker(
            runner,
            output,
            self._run_end,
            tickets,
            watch,
            rows,
            hindrance,
            plans,
            guard_stop=guard_stop,
            journals=journals,
            works=Works(runner.signing, output, jobs=self._terms.jobs, retries=self._terms.retries),
            jitter=jitter,
        )
        statements = StatementWalker(
            commands,
            DefaultsWalker(runner, self._run_end, tickets, rows, hindrance),
            tickets,
            self._run_end,
            watch,
            plan,
            journals,
        )
        finals = None
        if journals is not None:
            from awsbatch.engine.resumption.file_journal import FinallyJournal

            finals = FinallyJournal(journals, runner, statements, tickets, self._run_end)
        self._scripts = ScriptWalker(
            statements,
            watch,
            tickets,
            self._run_end,
            scope,
            DefaultsInForce(
                options or GlobalOptions(),
                {name: ((name,), (value,)) for name, value in (outer or {}).items()},
            ),
            finals,
            parallel=self._terms.parallel,
            errexit=self._terms.errexit,
        )

    def trial(self) -> InputTrial:
        """Return a trial of inputs that begins with the names that are set now."""
        return InputTrial(self._scope)

    def run(self, *scripts: Script) -> Iterator[News]:
        """Run whole files, one after the other, and tell their number of commands first."""
        return self._driven(self._scripts.files(scripts))

    def stream(self, statements: Iterable[Item]) -> Iterator[News]:
        """Run the statements of one stream, each as soon as it comes.

        A fault in place of a statement counts as a failure. Where a failure
        ends the stream, the rest of it is not read, its `finally` included.
        """
        return self._driven(self._scripts.stream(statements))

    def stream_beside(self, statements: Iterator[Item | None], listen: Listen) -> Iterator[News]:
        """Run a stream as `stream` does, with its statements side by side.

        The iterator must not block: it yields None where the next statement is
        still to come, and `listen` is as in `Fork`.
        """
        return self._driven(self._scripts.stream_beside(statements, listen))

    def end(self) -> Iterator[News]:
        """Tell, after all else, why the run ended before its end, if it did."""
        early = self.early
        if early is not None:
            yield from self._driven([early])

    @property
    def early(self) -> EndedEarly | None:
        """Why the run is to end before its end, as far as is known now; None if it is not."""
        early = self._run_end.early
        return None if early is None else replace(early, last=self._tickets.last_started)

    def _driven(self, steps: Iterable[Step]) -> Iterator[News]:
        """Do in the main thread what the steps of a walk ask for, and yield its events."""
        for step in steps:
            if is_event(step):
                yield step
                if is_telling(step):
                    yield Shown(step)
                continue
            match step:
                case Job():
                    self._run_alone(step)
                case Ready():
                    # `--rate` holds outside parallel blocks as well.
                    if seconds := self._pace.wait():
                        self._run_end.pause(seconds)
                case Pause(seconds):
                    self._run_end.pause(seconds)
                case Fork():
                    self.has_forked = True
                    # With one job as well: a command means the same at every width.
                    with self._runner.beside():
                        yield from self._forked(step)

    def _run_alone(self, job: Job[Any]) -> None:
        phase = Phase.PAUSING if job.only_waits else Phase.RUNNING
        work = job.run if job.deadline is None else partial(run_until_late, job, job.deadline)
        try:
            self._run_end.during(phase, work)
        except KeyboardInterrupt:
            # Even where the work had just ended: the person was told that it is abandoned.
            job.result = None
            self._run_end.halt(Cause.INTERRUPTED)

    def _forked(self, fork: Fork) -> Iterator[News]:
        # A stream that is read ahead is waited for by a thread, even with one job.
        if self._terms.jobs > 1 or fork.listen is not None:
            crew = Crew(
                self._terms.jobs,
                self._run_end,
                self._pace,
                self._runner.signing,
                keeps_order=self._terms.keeps_order,
            )
            return crew.run(fork)
        return self._driven(step for walk in fork.walks if walk is not None for step in walk)
