"""`awsbatch run`: files and a stream, checked and then run."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from awsbatch.check.missing_profile import MissingProfiles
from awsbatch.cli import verbatim, width_note
from awsbatch.cli.check import (
    all_found,
    found_beside_stream,
    given_by,
    script_check_of,
    show,
)
from awsbatch.cli.collector import collector_at_rest
from awsbatch.cli.command_runner import command_runner
from awsbatch.cli.conduct import carry_out
from awsbatch.cli.stream import waiting_note
from awsbatch.cli.stream.stream_source import stream_of
from awsbatch.engine.input_trial import InputTrial
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import Scope
from awsbatch.exit_status import ExitStatus
from awsbatch.expression.functions import Functions
from awsbatch.report.check_note import CheckNote
from awsbatch.report.progress.progress_style import ProgressStyle
from awsbatch.script_file import ScriptFile, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from awsbatch.aws.in_process_runner import InProcessRunner
    from awsbatch.check.script import ScriptCheck
    from awsbatch.cli.bound.plan_keeper import PlanKeeper
    from awsbatch.cli.option import Options
    from awsbatch.cli.which_aws.aws_choice import AwsChoice
    from awsbatch.fault.error import AwsbatchError
    from awsbatch.language.input_value import InputValue
    from awsbatch.language.model import Script
    from awsbatch.report.console import Console
    from awsbatch.runner.change_plan import ChangePlan
    from awsbatch.script_run import Input


def run(options: Options, choice: AwsChoice, console: Console) -> ExitStatus:
    """Check all files, run them if they have no fault, and return the exit status."""
    waiting_note.tell(options, console)
    given = given_by(options, console.secrets)
    with ExitStack() as stack:
        with collector_at_rest():
            files = [read_file(file) for file in options.files if file != "-"]
            runner = stack.enter_context(command_runner(options))
            stack.callback(_say_what_is_off, runner, {**runner.shortcuts_off}, options, console)
            note = CheckNote(console)
            check = script_check_of(given, runner, options, note.look_at)
        with note.shown(wanted=_shows_progress(options)):
            found = _found(check, runner, files, options)
        if show(found, console):
            return ExitStatus.FAULT
        log = journal = None
        if options.joblog is not None:
            # Of use for this option only.
            from awsbatch.cli.joblog.log_of_run import closed, journal_of, opened_log

            log = opened_log(options.joblog, options)
            stack.callback(log.close)
            if log.is_new and options.resume is not None and not options.quiet:
                # A name that was mistyped would have all done again.
                console.say(f"there is no log `{log.path}` yet: it begins with this run")
            # What was old enough in the run before still is.
            options = replace(options, now=log.head.clock)
        scope = _scope(given, options, console)
        if show(InputTrial(scope).scripts(_before_stream(files, options)), console):
            return ExitStatus.FAULT
        if options.expected_accounts:
            # Of use for this option only.
            from awsbatch.cli.first_account import refuse_others

            refuse_others(files, runner, options)
        if options.is_bound:
            # Of use for these options only.
            from awsbatch.cli.bound.bound_run import bound_run

            _say_how(files, runner, choice, options, console)
            carry = partial(_carried, files, given, runner, check)
            return bound_run(carry, files, given, runner, options, console)
        if log is not None:
            journal = journal_of(log, files, runner, console, options)
        inputs: list[Input] = [*files]
        run_end = RunEnd(halt=options.halt)
        # Last, so that standard input is not touched if there is a fault.
        _say_how(files, runner, choice, options, console)
        if "-" in options.files:
            options = _without_bar_over_typing(options)
            stream = stack.enter_context(stream_of(scope, check, run_end, options, console))
            inputs.insert(options.files.index("-"), stream)
        status = carry_out(inputs, scope, runner, check, run_end, options, console, journal=journal)
        return status if log is None else closed(log, status, console)


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


def _scope(given: Mapping[str, InputValue], options: Options, console: Console) -> Scope:
    now = time.time() if options.now is None else options.now
    functions = Functions(now, secrets=console.secrets)
    return Scope.outermost(given, args=options.args, env=os.environ, functions=functions)


def _before_stream(files: Sequence[ScriptFile], options: Options) -> Iterator[Script]:
    """Yield the files whose inputs can be tried before anything runs."""
    number = options.files.index("-") if "-" in options.files else None
    return (file.script for file in files[:number])


def _say_how(
    files: Sequence[ScriptFile],
    runner: InProcessRunner,
    choice: AwsChoice,
    options: Options,
    console: Console,
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
    if "-" not in options.files:
        _note(width_note.for_scripts(options, [each.script for each in files]), console)


def _say_what_is_off(
    runner: InProcessRunner, before: Mapping[str, str], options: Options, console: Console
) -> None:
    """Say which shortcuts were found to be of no use during the run, and which to be wrong."""
    if options.verbose:
        off = {name: why for name, why in runner.shortcuts_off.items() if name not in before}
        _note(verbatim.shortcuts_off(off), console)
    if runner.shortcut_bug is not None:
        console.say(verbatim.bug(runner.shortcut_bug))


def _note(note: str | None, console: Console) -> None:
    if note is not None:
        console.say(note)


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
    scope, run_end = _scope(given, options, console), RunEnd(halt=options.halt)
    return carry_out(
        files, scope, runner, check, run_end, options, console, keeper=keeper, bound=bound
    )
