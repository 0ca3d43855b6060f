"""`awsbatch run`: files and a stream, run to reports and an exit status."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from awsbatch.check.missing_profile import MissingProfiles
from awsbatch.cli import verbatim, waiting_note, width_note
from awsbatch.cli.check import (
    all_found,
    found_beside_stream,
    given_by,
    script_check_of,
    show,
)
from awsbatch.cli.collector import collector_at_rest
from awsbatch.cli.command_runner import command_runner
from awsbatch.cli.interrupt import Interrupt
from awsbatch.cli.last_word import LastWord
from awsbatch.cli.stream.stream_source import stream_of
from awsbatch.cli.verb import Verb
from awsbatch.engine.engine import Engine, Terms
from awsbatch.engine.input_trial import InputTrial
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import Scope
from awsbatch.exit_status import ExitStatus, first_that_applies
from awsbatch.expression.functions import Functions
from awsbatch.language.model import Finally
from awsbatch.report.audience import Audience
from awsbatch.report.check_note import CheckNote
from awsbatch.report.json_lines import JsonLines
from awsbatch.report.message import Messages, Trace
from awsbatch.report.printout import Printout
from awsbatch.report.progress import progress
from awsbatch.report.progress.course import Course
from awsbatch.report.progress.progress_style import ProgressStyle
from awsbatch.report.summary import Summary
from awsbatch.report.tally import Tally
from awsbatch.report.verdict import Verdict
from awsbatch.script_file import ScriptFile, read_file
from awsbatch.script_run import Stream, events

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from awsbatch.aws.in_process_runner import InProcessRunner
    from awsbatch.check.script import ScriptCheck
    from awsbatch.cli.bound.plan_keeper import PlanKeeper
    from awsbatch.cli.option import Options
    from awsbatch.cli.which_aws.aws_choice import AwsChoice
    from awsbatch.contract.runner import CommandRunner
    from awsbatch.fault.error import AwsbatchError
    from awsbatch.language.input_value import InputValue
    from awsbatch.language.model import Script
    from awsbatch.report.console import Console
    from awsbatch.report.plan.plan_bound import PlanBound
    from awsbatch.report.plan.plan_list import PlanList
    from awsbatch.report.report import Report
    from awsbatch.runner.change_plan import ChangePlan
    from awsbatch.runner.planning_runner import PlanningRunner
    from awsbatch.script_run import Input


def run(options: Options, choice: AwsChoice, console: Console) -> ExitStatus:
    """Check all files, run them if they have no fault, and return the exit status."""
    waiting_note.tell(options, console)
    given = given_by(options)
    with ExitStack() as stack:
        with collector_at_rest():
            files = [read_file(file) for file in options.files if file != "-"]
            runner = stack.enter_context(command_runner(options))
            note = CheckNote(console)
            check = script_check_of(given, runner, options, note.look_at)
        with note.shown(wanted=_shows_progress(options)):
            found = _found(check, runner, files, options)
        if show(found, console):
            return ExitStatus.FAULT
        scope = _scope(given, options)
        if show(InputTrial(scope).scripts(_before_stream(files, options)), console):
            return ExitStatus.FAULT
        if options.expected_accounts:
            # Of use for this option only.
            from awsbatch.cli.first_account import refuse_others

            refuse_others(files, runner, options)
        if options.is_bound:
            # Of use for these options only.
            from awsbatch.cli.bound.bound_run import bound_run

            _say_how(runner, choice, options, console)
            carry = partial(_carried, files, given, runner, check)
            return bound_run(carry, files, given, runner, options, console)
        inputs: list[Input] = [*files]
        run_end = RunEnd(halt=options.halt)
        # Last, so that standard input is not touched if there is a fault.
        _say_how(runner, choice, options, console)
        if "-" in options.files:
            options = _without_bar_over_typing(options)
            stream = stack.enter_context(stream_of(scope, check, run_end, options, console))
            inputs.insert(options.files.index("-"), stream)
        return _carry_out(inputs, scope, runner, check, run_end, options, console)


def _found(
    check: ScriptCheck,
    runner: InProcessRunner,
    files: Sequence[ScriptFile],
    options: Options,
) -> list[AwsbatchError]:
    if "-" in options.files:
        found = found_beside_stream(check, files, options.files.index("-"))
    else:
        found = all_found(check, files)
    return [*found, *_missing_profiles(runner, files, options)]


def _missing_profiles(
    runner: InProcessRunner, files: Sequence[ScriptFile], options: Options
) -> Iterator[AwsbatchError]:
    # A sandbox has all of them.
    if options.sandbox:
        return iter(())
    outer = [(name, value) for name, value in options.outer.items() if name == "--profile"]
    missing = MissingProfiles(runner.profiles, dict(outer) or runner.profile)
    return missing.warnings(file.script.statements for file in files)


def _shows_progress(options: Options) -> bool:
    """Return whether what is under way may be shown on a terminal."""
    is_hidden = options.json or options.quiet
    return options.progress in (ProgressStyle.AUTO, ProgressStyle.BAR) and not is_hidden


def _scope(given: Mapping[str, InputValue], options: Options) -> Scope:
    functions = Functions(now=time.time() if options.now is None else options.now)
    return Scope.outermost(given, args=options.args, env=os.environ, functions=functions)


def _before_stream(files: Sequence[ScriptFile], options: Options) -> Iterator[Script]:
    """Yield the files whose inputs can be tried before anything runs."""
    number = options.files.index("-") if "-" in options.files else None
    return (file.script for file in files[:number])


def _say_how(
    runner: InProcessRunner, choice: AwsChoice, options: Options, console: Console
) -> None:
    """Say what is special about how the commands will run."""
    if options.sandbox and not options.quiet:
        console.say("running against an in-memory AWS: nothing leaves this machine")
    if options.verbose:
        # Nobody else asks for it.
        from awsbatch.cli.help import installation

        console.say(installation.in_short(choice))
        note = verbatim.VERBATIM if verbatim.is_verbatim(os.environ) else None
        _note(note or verbatim.shortcuts_off(runner.shortcuts_off), console)


def _without_bar_over_typing(options: Options) -> Options:
    # A script from a terminal is typed there, where the bar would be drawn.
    if options.progress is ProgressStyle.AUTO and os.isatty(0):
        return replace(options, progress=ProgressStyle.NONE)
    return options


def _carried(
    files: Sequence[ScriptFile],
    given: Mapping[str, InputValue],
    runner: InProcessRunner,
    check: ScriptCheck,
    options: Options,
    console: Console,
    *,
    keeper: PlanKeeper | None = None,
    bound: ChangePlan | None = None,
) -> ExitStatus:
    """Run or plan files from their beginning, and return the exit status; see `Carry`."""
    scope, run_end = _scope(given, options), RunEnd(halt=options.halt)
    return _carry_out(
        files, scope, runner, check, run_end, options, console, keeper=keeper, bound=bound
    )


def _carry_out(  # noqa: PLR0913 (all that a run needs)
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
) -> ExitStatus:
    """Run files and a stream that have no fault, and return the exit status.

    The changes of a plan are kept by `keeper`, and a run makes no others than `bound` has.
    """
    scripts = [each.script for each in inputs if isinstance(each, ScriptFile)]
    streams = [each for each in inputs if isinstance(each, Stream)]
    if not streams:
        _note(width_note.for_scripts(options, scripts), console)
    tally, verdict = Tally(), Verdict()
    plan, planner = _planning(runner, options) if options.verb is Verb.PLAN else (None, None)
    limit = _limit(options)
    not_made = None if bound is None else lambda: bound.left
    summary = Summary(tally, is_plan=plan is not None, not_made=not_made)
    is_typed = any(each.is_typed for each in streams)
    terms = _terms(options, is_typed=is_typed)
    engine = Engine(
        planner or _held_to(bound, runner),
        # Objects hold what commands print: nothing is shown while they run.
        None if options.json else console,
        scope,
        terms,
        options=runner.global_options,
        outer=options.outer,
        run_end=run_end,
        planner=planner,
    )
    last_word = LastWord(summary, plan, limit, runner, options, console)
    interrupt = Interrupt(
        run_end,
        console,
        has_finally=any(map(_finishes, scripts)),
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
        at_once=[*_at_once(options, console), tally, verdict, *([limit] if limit else [])],
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
    if streams:
        _note(width_note.for_stream(options, has_forked=engine.has_forked), console)
    return last_word.tell(
        first_that_applies(
            interrupt.exit_status,
            ExitStatus.BROKEN_PIPE if console.has_no_reader else None,
            *verdict.applying,
            follows,
        )
    )


def _planning(runner: InProcessRunner, options: Options) -> tuple[PlanList, PlanningRunner]:
    # Nobody else asks for them.
    from awsbatch.report.plan.plan_list import PlanList
    from awsbatch.runner.planning_runner import PlanningRunner

    refuses = None
    if options.expected_accounts:
        from awsbatch.guard.expected_account import ExpectedAccounts

        refuses = ExpectedAccounts(options.expected_accounts).of_target
    return PlanList(), PlanningRunner(runner, refuses)


def _held_to(bound: ChangePlan | None, runner: InProcessRunner) -> CommandRunner:
    """Return what runs commands, held to the changes of a plan if there is one."""
    if bound is None:
        return runner
    # Nobody else asks for it.
    from awsbatch.runner.bound_runner import BoundRunner

    return BoundRunner(runner, bound)


def _limit(options: Options) -> PlanBound | None:
    if options.verb is not Verb.PLAN or options.max_changes is None:
        return None
    # Of use for a plan only.
    from awsbatch.report.plan.plan_bound import PlanBound

    return PlanBound(options.max_changes)


def _finishes(script: Script) -> bool:
    """Return whether a file ends with a `finally`."""
    return bool(script.statements) and isinstance(script.statements[-1], Finally)


def _note(note: str | None, console: Console) -> None:
    if note is not None:
        console.say(note)


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
