"""How many planned changes there are, by what they are called in a plan."""

from collections import Counter
from collections.abc import Iterable

from awsbatch.report.plan.plan_count import NOUNS
from awsbatch.runner.planned_change import PlannedChange


def number_of(changes: Iterable[PlannedChange]) -> str:
    """Return how many changes there are, such as "2 changes and 1 local write"."""
    found = Counter(each.effect for each in changes)
    *others, last = [
        f"{found[effect]} {several if found[effect] > 1 else one}"
        for effect, (one, several) in NOUNS.items()
        if effect in found
    ] or ["0 changes"]
    return f"{', '.join(others)} and {last}" if others else last
