"""Planned changes that may run any number of times, which a plan alone does not bound."""

from collections.abc import Iterable

from awsbatch.fault.error import UsageError
from awsbatch.fault.wording import counted, listed
from awsbatch.runner.planned_change import PlannedChange

_MOST_LINES = 3
"""How many lines are named."""


def refuse_unbounded(changes: Iterable[PlannedChange], max_changes: int | None) -> None:
    """Raise `UsageError` for changes that only `--max-changes` bounds, if that was not given."""
    lines = [*dict.fromkeys(each.line for each in changes if each.is_open)]
    if not lines or max_changes is not None:
        return
    more = len(lines) - _MOST_LINES
    named = listed(lines[:_MOST_LINES])
    if more > 0:
        named = f"{', '.join(f'`{each}`' for each in lines[:_MOST_LINES])} and"
        named = f"{named} {counted(more, 'more line')}"
    raise UsageError(
        f"how often the changes at {named} will be made is not known before they are",
        hint="`--max-changes N` says how many changes the run may make at most",
    )
