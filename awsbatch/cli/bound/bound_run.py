"""A run that is held to a plan: the plan saved, taken from its file, or asked about."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from awsbatch.cli.bound import saving
from awsbatch.cli.bound.plan_keeper import PlanKeeper
from awsbatch.exit_status import ExitStatus
from awsbatch.runner import plan_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from awsbatch.cli.bound.confirmed_run import Carry
    from awsbatch.cli.option import Options
    from awsbatch.contract.runner import CommandRunner
    from awsbatch.language.input_value import InputValue
    from awsbatch.report.console import Console
    from awsbatch.script_file import ScriptFile


def bound_run(
    carry: Carry,
    files: Sequence[ScriptFile],
    given: Mapping[str, InputValue],
    runner: CommandRunner,
    options: Options,
    console: Console,
) -> ExitStatus:
    """Do what `--save`, `--planned` or `--confirm` says with files that have no fault.

    Raise `UsageError` or `RefusedError` before anything runs.
    """
    if options.planned is not None:
        saved = saving.taken(options.planned, files, given, options, runner)
        return carry(replace(options, now=saved.now), console, bound=saved.plan())
    # A run has the clock of its plan, with which the same is old enough.
    now = time.time() if options.now is None else options.now
    options = replace(options, now=now)
    if options.save is None:
        # Of use with `--confirm` only.
        from awsbatch.cli.bound.confirmation import terminal
        from awsbatch.cli.bound.confirmed_run import confirmed

        with terminal() as number:
            return confirmed(carry, number, runner, options, console)
    plan_file.refuse_other(options.save)
    keeper = PlanKeeper(saving.new_key(), runner.effect, options.files)
    status = carry(options, console, keeper=keeper)
    if status is ExitStatus.BROKEN_PIPE:
        # What is to be run later is missed where nobody looks at the exit status: `| head`.
        console.say("the plan was not saved, since it was not read to its end", anyway=True)
        return status
    if status is not ExitStatus.OK:
        console.say("the plan was not saved, for the reason above")
        return status
    console.say(saving.save(keeper.plan, files, given, options, runner, now, console.secrets))
    return status
