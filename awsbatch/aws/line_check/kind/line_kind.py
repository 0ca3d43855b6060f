"""Lines of one kind: the first of them is checked whole, the others by their values.

A file that a program has written has thousands of lines of one kind.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from awsbatch.aws.line_check.kind.outline import Outline, outline
from awsbatch.aws.line_check.kind.slot import Slot
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, has_hole
from awsbatch.contract.finding import Finding
from awsbatch.record import record

Check: TypeAlias = Callable[[Sequence[str], Sequence[str]], list[Finding]]
"""Finds what is wrong with the words of a line, whose error codes are to count as success."""
Slots: TypeAlias = Callable[[Sequence[str]], Iterable[Slot]]
"""Returns the values of a line that are judged by themselves."""

_MOST = 200
_MOST_TRIES = 4
# Of both, no finding may tell: they are of different lengths, and no word that means anything.
_SUBSTITUTES = ("q", "Zq0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q0q")


@record
class LineKind:
    """What the lines of one outline have in common."""

    findings: list[Finding]
    slots: list[Slot]
    """Where a line has other values than these accept, it has findings of its own."""


class LineKinds:
    """The kinds of lines that a check has met, up to a number of them."""

    def __init__(self, check: Check, slots: Slots) -> None:
        self._check = check
        self._slots = slots
        self._kinds: dict[Outline, LineKind | int] = {}
        """Each kind by its outline, or how many lines of the outline were checked whole."""

    def check(self, texts: Sequence[str], ignored: Sequence[str]) -> list[Finding]:
        """Return what is wrong with a line, as the whole check tells."""
        outlined = outline(texts, ignored)
        if outlined is None:
            return self._check(texts, ignored)
        key, values = outlined
        kind = self._kinds.get(key, 0)
        if not isinstance(kind, int):
            for slot in kind.slots:
                if not slot.accepts(texts):
                    return self._check(texts, ignored)
            return [*kind.findings]
        found = self._check(texts, ignored)
        if kind < _MOST_TRIES:
            # Most outlines are met only once: what the kind is costs as much as the check.
            known = self._kind(texts, values, ignored, found) if kind else None
            self._keep(key, kind + 1 if known is None else known)
        return found

    def _keep(self, key: Outline, kind: LineKind | int) -> None:
        if len(self._kinds) >= _MOST and key not in self._kinds:
            del self._kinds[next(iter(self._kinds))]
        self._kinds[key] = kind

    def _kind(
        self,
        texts: Sequence[str],
        values: Sequence[int],
        ignored: Sequence[str],
        found: list[Finding],
    ) -> LineKind | None:
        """Return the kind of a line that was checked whole, or None where it cannot be told."""
        slots = [*self._slots(texts)]
        if found:
            return self._faulty(texts, values, ignored, found, slots)
        judged = {at for slot in slots for at in slot.words}
        if judged.issuperset(values) and all(slot.accepts(texts) for slot in slots):
            return LineKind([], slots)
        return None

    def _faulty(
        self,
        texts: Sequence[str],
        values: Sequence[int],
        ignored: Sequence[str],
        found: list[Finding],
        slots: Iterable[Slot],
    ) -> LineKind | None:
        """Return the kind of a line whose faults are the same for other values."""
        fixed = [slot.fixed() for slot in slots if not slot.is_alike]
        words = {at for slot in fixed for at in slot.words}
        others = [_value(texts[at], at) for at in values if at not in words]
        free = Slot(others, lambda _: found, is_free=True)
        if any(map(has_hole, others)) or not free.accepts(texts):
            return None
        for substitute in _SUBSTITUTES:
            changed = [*texts]
            for other in others:
                changed[other.place] = texts[other.place][: other.offset] + substitute
            if self._check(changed, ignored) != found:
                return None
        return LineKind(found, [*fixed, free])


def _value(text: str, at: int) -> PlaceholderWord:
    """Return the word of a line that is a value, without an option before it."""
    word = PlaceholderWord(text, at)
    return word.after(text.index("=") + 1) if text[:1] == "-" else word
