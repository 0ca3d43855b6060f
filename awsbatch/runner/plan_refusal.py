"""Why a change is refused that is not in a plan, and what of the plan is nearest to it."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from awsbatch.contract.guard import Refusal
from awsbatch.contract.plan import Target
from awsbatch.contract.quoting import joined
from awsbatch.contract.word import Word
from awsbatch.fault.wording import counted, quoted
from awsbatch.runner.change_form import FIELDS
from awsbatch.runner.change_plan import ChangePlan
from awsbatch.runner.planned_change import PlannedChange, operation_of

_MOST_DIFFERENCES = 3
"""How many differing words are named."""


def refusal(
    plan: ChangePlan, words: Sequence[Word], target: Target, shown: Sequence[str]
) -> Refusal:
    """Return why a command, of which `shown` is what may be seen, is none of a plan's changes."""
    command = quoted(joined(("aws", *shown)))
    if plan.is_planned(words, target):
        return Refusal(f"{command} was planned, and has run as often as it was")
    if (other := plan.elsewhere(words, target)) is not None:
        message = f"{command} is not in the plan for this line, and was not sent"
        return Refusal(message, f"the plan has it at {other.line} only")
    message = f"{command} is not in the plan, and was not sent"
    return Refusal(message, _of_nearest(plan, tuple(shown), target))


def _of_nearest(plan: ChangePlan, shown: tuple[str, ...], target: Target) -> str:
    operation = operation_of(shown)
    alike = [each for each in plan.changes if each.operation == operation]
    if not alike:
        number = counted(len(plan.changes), "change")
        return f"no {quoted(' '.join(operation))} is planned; the plan has {number}"
    left = [each for each in alike if plan.is_left(each)]
    nearest = max(left or alike, key=lambda each: _likeness(each, shown, target))
    planned = quoted(joined(("aws", *nearest.argv)))
    differences = _differences(nearest, shown, target)
    return f"nearest in the plan, at {nearest.line}, is {planned}: {differences}"


def _likeness(change: PlannedChange, shown: Sequence[str], target: Target) -> tuple[int, int]:
    equal = len(shown) - sum(1 for _ in _different_words(change, shown))
    return equal, -sum(1 for _ in _different_fields(change, target))


def _differences(change: PlannedChange, shown: Sequence[str], target: Target) -> str:
    found = [*map(_of_words, _different_words(change, shown))]
    found += _different_fields(change, target)
    more = len(found) - _MOST_DIFFERENCES
    if more > 0:
        found[_MOST_DIFFERENCES:] = [counted(more, "more difference")]
    return ", ".join(found) or "a value that is not shown differs"


def _different_words(
    change: PlannedChange, shown: Sequence[str]
) -> Iterator[tuple[str | None, str | None]]:
    """Yield each word that differs, as it was planned and as it is; None where there is none."""
    unknown = {at for at, _ in change.form.holes}
    for at, (one, other) in enumerate(zip_longest(change.argv, shown)):
        if one != other and at not in unknown:
            yield one, other


def _different_fields(change: PlannedChange, target: Target) -> Iterator[str]:
    for name in FIELDS:
        one, other = getattr(change.target, name), getattr(target, name)
        if one != other and name not in change.form.fields:
            yield f"{name} {_named(other)} in place of {_named(one)}"


def _of_words(words: tuple[str | None, str | None]) -> str:
    planned, found = words
    if found is None:
        return f"without {_named(planned)}"
    return f"{_named(found)} in place of {_named(planned)}"


def _named(text: str | None) -> str:
    return "none" if text is None else quoted(joined([text]))
