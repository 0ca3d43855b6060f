"""`run --confirm`: a run that is planned, asked about, and then makes just those changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from awsbatch.cli.bound.change_number import number_of
from awsbatch.cli.bound.confirmation import asked
from awsbatch.cli.bound.open_change import refuse_unbounded
from awsbatch.cli.bound.plan_keeper import PlanKeeper
from awsbatch.cli.bound.saving import new_key
from awsbatch.cli.verb import Verb
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from awsbatch.cli.option import Options
    from awsbatch.contract.runner import CommandRunner
    from awsbatch.report.console import Console
    from awsbatch.runner.change_plan import ChangePlan
    from awsbatch.runner.planned_change import PlannedChange

_NOTHING = "nothing was changed"


class Carry(Protocol):
    """What carries a run, or the plan of it, out from its beginning."""

    def __call__(
        self,
        options: Options,
        console: Console,
        *,
        keeper: PlanKeeper | None = None,
        bound: ChangePlan | None = None,
    ) -> ExitStatus:
        """Return the exit status; a plan goes to `keeper`, and a run is bound to `bound`."""


def confirmed(
    carry: Carry, terminal: int, runner: CommandRunner, options: Options, console: Console
) -> ExitStatus:
    """Plan a run, show the plan at the terminal, and run it if that is confirmed there.

    Raise `UsageError` for a plan that needs `--max-changes`.
    """
    keeper = PlanKeeper(new_key(), runner.effect, options.files)
    planning = replace(options, verb=Verb.PLAN, json=False)
    status = carry(planning, console.with_output(terminal), keeper=keeper)
    changes = keeper.plan.changes
    if status is ExitStatus.OK and not changes:
        console.say(f"nothing to confirm: {_NOTHING}")
        return status
    if status is ExitStatus.OK:
        refuse_unbounded(changes, options.max_changes)
        status = asked(question(changes, options.max_changes), terminal, console)
    if status is not ExitStatus.OK:
        console.say(_NOTHING)
        return status
    return carry(options, console, bound=keeper.plan)


def question(changes: Sequence[PlannedChange], max_changes: int | None) -> str:
    """Return what is asked before planned changes are made."""
    what = f"make {'this' if len(changes) == 1 else 'these'} {number_of(changes)}"
    if any(each.is_open for each in changes):
        what = f"make changes as they are planned, at most {max_changes},"
    return f"type `yes` to {what}{_where(changes)}: "


def _where(changes: Sequence[PlannedChange]) -> str:
    found = {each.target.account for each in changes if each.effect.counts}
    known = sorted(account for account in found if account is not None)
    accounts = ""
    if known:
        accounts = f" in the {'account' if len(known) == 1 else 'accounts'} {listed(known)}"
    if None not in found:
        return accounts
    return f"{accounts}{', and' if known else ''} in accounts that are not known"
