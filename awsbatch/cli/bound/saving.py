"""`plan --save` and `run --planned`: a plan kept in a file, and taken from there."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from secrets import token_bytes
from typing import TYPE_CHECKING

from awsbatch.cli.bound.change_number import number_of
from awsbatch.cli.bound.open_change import refuse_unbounded
from awsbatch.cli.bound.run_origin import origin_of
from awsbatch.cli.same_run import words_of
from awsbatch.contract.quoting import joined
from awsbatch.fault.error import RefusedError
from awsbatch.fault.wording import quoted
from awsbatch.runner import plan_file
from awsbatch.runner.plan_file import SavedPlan
from awsbatch.runner.plan_origin import difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from awsbatch.cli.option import Options
    from awsbatch.contract.runner import CommandRunner
    from awsbatch.language.input_value import InputValue
    from awsbatch.redaction.secret import Secrets
    from awsbatch.runner.change_plan import ChangePlan
    from awsbatch.script_file import ScriptFile

_SECONDS = 24 * 60 * 60
"""How old a plan may be."""
_KEY_BYTES = 16
_SHARED = frozenset(
    [
        *("--sandbox", "--profile", "--region", "--endpoint-url"),
        *("--variables-file", "--secrets-file", "--lines"),
    ]
)
"""The options that a run has to share with its plan, besides its guards."""


def new_key() -> bytes:
    """Return the key of the marks of another plan."""
    return token_bytes(_KEY_BYTES)


def save(
    plan: ChangePlan,
    files: Sequence[ScriptFile],
    given: Mapping[str, InputValue],
    options: Options,
    runner: CommandRunner,
    now: float,
    secrets: Secrets,
) -> str:
    """Write a plan to the file of `--save`, and return what is to be said of it.

    `now` is the clock of the script. Raise `UsageError` if the plan cannot be written.
    """
    path = options.save
    assert path is not None  # noqa: S101 (the option was given)
    made = time.time()
    origin = origin_of(files, given, options, runner, plan.key)
    until = made + _SECONDS
    plan_file.write(path, SavedPlan(origin, plan.key, now, made, until, tuple(plan.changes)))
    needs_bound = any(change.is_open for change in plan.changes)
    guards = _guards(options, needs_bound=needs_bound)
    words = words_of(options, secrets, "--planned", path, *guards, has=_SHARED.__contains__)
    run = quoted(joined(words))
    return f"{number_of(plan.changes)} saved: {run} makes no others, until {_shown(until)}"


def _guards(options: Options, *, needs_bound: bool) -> Iterator[str]:
    """Yield the guards of a plan for its run, which has to have a bound for what is open."""
    for account in options.expected_accounts:
        yield from ("--expect-account", account)
    if options.max_changes is not None:
        yield from ("--max-changes", str(options.max_changes))
    elif needs_bound:
        yield from ("--max-changes", "N")


def taken(
    path: str,
    files: Sequence[ScriptFile],
    given: Mapping[str, InputValue],
    options: Options,
    runner: CommandRunner,
) -> SavedPlan:
    """Return the plan of a file, for a run that it may be used for.

    Raise `UsageError` for a file that is no plan, or that needs `--max-changes`,
    and `RefusedError` for a plan that is too old or not one of this run.
    """
    saved = plan_file.read(path)
    if time.time() > saved.until:
        raise RefusedError(
            f"the plan {quoted(path)} is too old: it was made at {_shown(saved.made)}",
            hint="plan again: what is there may have changed since",
        )
    refuse_unbounded(saved.changes, options.max_changes)
    refusal = difference(saved.origin, origin_of(files, given, options, runner, saved.key))
    if refusal is not None:
        raise RefusedError(refusal.message, hint=refusal.hint)
    return saved


def _shown(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%d %H:%M} UTC"
