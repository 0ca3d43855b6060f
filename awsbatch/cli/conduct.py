"""A run, or a plan of it, from files and a stream without a fault to its last word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from awsbatch.cli import width_note
from awsbatch.cli.check import show
from awsbatch.cli.interrupt import Interrupt
from awsbatch.cli.last_word import LastWord
from awsbatch.cli.verb import Verb
from awsbatch.engine.engine import Engine, Terms
from awsbatch.exit_status import ExitStatus, first_that_applies
from awsbatch.report.audience import Audience
from awsbatch.report.json_lines import JsonLines
from awsbatch.report.message import Messages, Trace
from awsbatch.report.printout import Printout
from awsbatch.report.progress import progress
from awsbatch.report.progress.course import Course
from awsbatch.report.summary import Summary
from awsbatch.report.tally import Tally
from awsbatch.report.verdict import Verdict
from awsbatch.script_file import STANDARD_INPUT, ScriptFile
from awsbatch.script_run import Stream, events

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from awsbatch.aws.in_process_runner import InProcessRunner
    from awsbatch.check.script import ScriptCheck
    from awsbatch.cli.bound.plan_keeper import PlanKeeper
    from awsbatch.cli.option import Options
    from awsbatch.contract.runner import CommandRunner
    from awsbatch.engine.run_end import RunEnd
    from awsbatch.engine.scope import Scope
    from awsbatch.joblog.run_journal import RunJournal
    from awsbatch.language.model import Script
    from awsbatch.report.console import Console
    from awsbatch.report.plan.plan_bound import PlanBound
    from awsbatch.report.plan.plan_list import PlanList
    from awsbatch.report.report import Report
    from awsbatch.runner.change_plan import ChangePlan
    from awsbatch.runner.planning_runner import PlanningRunner
    from awsbatch.script_run import Input


def carry_out(  # noqa: PLR0913 (all that a run needs)
    inputs: Sequence[Input],
    scope: Scope,
    runner: InProcessRunner,
    check: ScriptCheck,
    run_end: RunEnd,
    options: Options,
    console: Console,
    *,
    keeper: PlanKeeper | None = None,
    bound: ChangePlan | None = None,
    journal: RunJournal | None = None,
) -> ExitStatus:
    """Run files and a stream that have no fault, and return the exit status.

    The changes of a plan are kept by `keeper`, and a run makes no others than `bound` has.
    What a `journal` shows as done is not run again.
    """
    scripts = [each.script for each in inputs if isinstance(each, ScriptFile)]
    streams = [each for each in inputs if isinstance(each, Stream)]
    tally, verdict = Tally(), Verdict()
    plan, planner = _planning(runner, options) if options.verb is Verb.PLAN else (None, None)
    limit = _limit(options)
    not_made = None if bound is None else lambda: bound.left
    summary = Summary(tally, is_plan=plan is not None, not_made=not_made)
    is_typed = any(each.is_typed for each in streams)
    terms = _terms(options, is_typed=is_typed)
    engine = Engine(
        planner or _held_to(bound, runner, scripts),
        # Objects hold what commands print: nothing is shown while they run.
        None if options.json else console,
        scope,
        terms,
        options=runner.global_options,
        outer=options.outer,
        run_end=run_end,
        planner=planner,
        journal=journal,
        secrets=console.secrets,
    )
    next_run = None
    if journal is not None:
        # Of use with a log only.
        from awsbatch.cli.joblog.next_run import NextRun

        next_run = NextRun(_names(inputs), journal, options, console.secrets)
    last_word = LastWord(summary, plan, limit, runner, options, console, next_run)
    interrupt = Interrupt(
        run_end,
        console,
        has_finally=any(each.ending is not None for each in scripts),
        at_end=lambda status: last_word.cut_short(status, engine.early),
    )
    run_end.on_finish = interrupt.tell_of_finally
    if is_typed:
        run_end.on_resume = interrupt.forget
    course = Course(
        tally,
        endless=bool(streams),
        throttled=lambda: runner.throttled,
        is_ending=lambda: run_end.requested,
    )
    audience = Audience(
        at_once=[
            *_at_once(options, console),
            tally,
            verdict,
            *([limit] if limit else []),
            *([next_run] if next_run else []),
        ],
        in_order=[
            *_in_order(plan, options, console, is_typed=is_typed),
            *([] if keeper is None else [keeper]),
            summary,
        ],
    )
    with (
        progress.shown(options.progress, console, course),
        interrupt.handled(),
    ):
        follows = audience.follow(
            events(engine, inputs, check, lambda found: not show(found, console)),
            console,
            halt=run_end.halt,
        )
    if streams and (note := width_note.for_stream(options, has_forked=engine.has_forked)):
        console.say(note)
    return last_word.tell(
        first_that_applies(
            interrupt.exit_status,
            ExitStatus.BROKEN_PIPE if console.has_no_reader else None,
            *verdict.applying,
            follows,
        )
    )


def _names(inputs: Sequence[Input]) -> list[str]:
    return [each.script.file if isinstance(each, ScriptFile) else STANDARD_INPUT for each in inputs]


def _planning(runner: InProcessRunner, options: Options) -> tuple[PlanList, PlanningRunner]:
    # Nobody else asks for them.
    from awsbatch.report.plan.plan_list import PlanList
    from awsbatch.runner.planning_runner import PlanningRunner

    refuses = None
    if options.expected_accounts:
        from awsbatch.guard.expected_account import ExpectedAccounts

        refuses = ExpectedAccounts(options.expected_accounts).of_target
    return PlanList(), PlanningRunner(runner, refuses)


def _held_to(
    bound: ChangePlan | None, runner: InProcessRunner, scripts: Sequence[Script]
) -> CommandRunner:
    """Return what runs commands, held to the changes of a plan if there is one."""
    if bound is None:
        return runner
    # Nobody else asks for it.
    from awsbatch.runner.bound_runner import BoundRunner

    return BoundRunner(runner, bound, [each.file for each in scripts])


def _limit(options: Options) -> PlanBound | None:
    if options.verb is not Verb.PLAN or options.max_changes is None:
        return None
    # Of use for a plan only.
    from awsbatch.report.plan.plan_bound import PlanBound

    return PlanBound(options.max_changes)


def _terms(options: Options, *, is_typed: bool) -> Terms:
    return Terms(
        jobs=options.jobs,
        parallel=options.parallel,
        # Objects are written when commands end, and their messages as well. A plan waits for its
        # end in any case: its blocks would be mixed up.
        keeps_order=(options.keep_order or options.verb is Verb.PLAN) and not options.json,
        rate=options.rate,
        errexit=options.errexit,
        retries=options.retries,
        gives_up=options.give_up,
        typed=is_typed,
    )


def _at_once(options: Options, console: Console) -> Iterator[Report]:
    if options.json:
        yield JsonLines(console)
    if options.verbose:
        yield Trace(console)


def _in_order(
    plan: PlanList | None, options: Options, console: Console, *, is_typed: bool
) -> Iterator[Report]:
    if plan is not None:
        # The objects are the list.
        yield plan.count if options.json else plan
    if not options.json:
        # Standard output is the plan's, if there is one.
        yield Printout(console, show=None if plan is None else console.say)
    yield Messages(console, verbose=options.verbose, is_typed=is_typed)
