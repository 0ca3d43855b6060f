"""The changes of a plan, each taken by the command that it becomes."""

from collections import Counter
from collections.abc import Iterator, Sequence

from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.word import Word
from awsbatch.runner.change_form import EXACT, Form, fitted, form_of, mark
from awsbatch.runner.planned_change import At, PlannedChange


class ChangePlan:
    """The changes that a run may make: those that were planned, and each as often.

    One thread at a time uses it.
    """

    def __init__(self, key: bytes) -> None:
        """Begin without any; with the same `key`, changes have the same marks."""
        self.key = key
        self.changes: list[PlannedChange] = []
        self._left: Counter[bytes] = Counter()
        """How many commands of a mark may still come."""
        self._open: set[tuple[bytes, At | None]] = set()
        """The marks of which any number may come, each with the place that they may come from."""
        self._forms: list[Form] = []
        """Those of changes of which something is not known, the narrowest first."""

    def plan(
        self,
        step: PlannedStep,
        *,
        line: str,
        argv: Sequence[str],
        is_open: bool,
        at: At | None = None,
    ) -> PlannedChange:
        """Add what was planned, with its place and how it is shown, and return it as it is kept."""
        form = form_of(step)
        marked = mark(self.key, step.words, step.target, form.fields)
        change = PlannedChange(
            line, tuple(argv), step.effect, step.target, form, marked, is_open=is_open, at=at
        )
        self.add(change)
        return change

    def add(self, change: PlannedChange) -> None:
        """Add a change that was marked with the same key."""
        self.changes.append(change)
        if change.form != EXACT and change.form not in self._forms:
            self._forms = sorted([*self._forms, change.form], key=_width)
        if change.is_open:
            self._open.add((change.mark, change.at))
        else:
            self._left[change.mark] += 1

    @property
    def left(self) -> int:
        """How many changes were not taken, those aside that may run any number of times."""
        return self._left.total()

    def exact_mark(self, words: Sequence[Word], target: Target) -> bytes:
        """Return the mark of a command of which all is known."""
        return mark(self.key, words, target, ())

    def take(self, words: Sequence[Word], target: Target, at: At | None = None) -> bool:
        """Take a change that may become the command at a place, and return whether one was left.

        The one of which most is known is taken, and before those of which any
        number may come.
        """
        marks = [*self._marks(words, target)]
        for each in marks:
            if self._left[each] > 0:
                self._left[each] -= 1
                return True
        return any((each, at) in self._open for each in marks)

    def is_planned(self, words: Sequence[Word], target: Target) -> bool:
        """Return whether a command is one of the plan's, even if none of it is left."""
        return any(each in self._left for each in self._marks(words, target))

    def elsewhere(self, words: Sequence[Word], target: Target) -> PlannedChange | None:
        """Return a change that may become a command any number of times, from its place only."""
        marks = {*self._marks(words, target)}
        return next((each for each in self.changes if each.is_open and each.mark in marks), None)

    def is_left(self, change: PlannedChange) -> bool:
        """Return whether a change may still be taken."""
        return (change.mark, change.at) in self._open or self._left[change.mark] > 0

    def _marks(self, words: Sequence[Word], target: Target) -> Iterator[bytes]:
        """Yield the marks of the changes that may become a command, the narrowest first."""
        yield self.exact_mark(words, target)
        for form in self._forms:
            for each in fitted(words, form):
                yield mark(self.key, each, target, form.fields)


def _width(form: Form) -> tuple[int, int, int]:
    """Return how much may become of a form, to sort by."""
    lists = sum(part is None for _, part in form.holes)
    return lists, len(form.holes), len(form.fields)
