"""Failures that are alike: counted, with what differs between them, and the first of them whole."""

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from awsbatch.contract.excerpt import Group, brief, parts, shortened
from awsbatch.contract.loop_value import LoopValue
from awsbatch.contract.outcome import PARTIAL
from awsbatch.event import Ended, Status

_MOST_OTHERS = 3
_MOST_WORDS = 100
_MOST_WHERE = 3
_WHERE = ("--profile", "--region")
_MOST_LINES = 1000
"""How many lines of scripts are told apart; a stream may have any number."""
_VARYING = re.compile(r"`[^`]*`|\d+")
# botocore's, before what the service said; the code is told anyway.
_PREAMBLE = re.compile(
    r"An error occurred \([^)]*\) when calling the \w+ operation"
    r"(?: \(reached max retries: \d+\))?: "
)


class FailureKind:
    """Failures of one code in one operation, or one fault of a script."""

    def __init__(self, first: Ended) -> None:
        self.count = 0
        self.skipped = 0
        """How many statements did not run because of them."""
        self.status = first.status
        self.exit_statuses: Counter[int] = Counter()
        self.place = first.place
        self.argv = tuple(first.argv)
        self.code = code(first)
        """What `@ignore` calls them; None where there is no such code."""
        self.message = message(first)
        """What was said of the first, in one line."""
        self.request_id = first.failure.request_id if first.failure is not None else None
        self._is_fault = first.error is not None
        self._lines: dict[str, None] = {}
        self._parts = parts(self.argv)
        self._named = self._parts.by_name()
        self._values = first.values
        self._differing: set[str] = set()
        self._others: list[tuple[Mapping[str, Group], tuple[LoopValue, ...]]] = []
        self._where: dict[str, Counter[str]] = {name: Counter() for name in _WHERE}
        """How many failed for each profile and region, up to one more than are told."""

    def add(self, ended: Ended) -> None:
        """Count a failure of this kind, the first included."""
        self.count += 1
        if ended.exit_status is not None:
            self.exit_statuses[ended.exit_status] += 1
        if len(self._lines) < _MOST_LINES:
            self._lines[str(ended.place)] = None
        named = self._named if self.count == 1 else parts(tuple(ended.argv)).by_name()
        self._see_where(named)
        if self.count == 1:
            return
        if named != self._named:
            names = self._named.keys() | named.keys()
            self._differing |= {n for n in names if self._named.get(n) != named.get(n)}
        if len(self._others) < _MOST_OTHERS:
            self._others.append((named, ended.values))

    @property
    def operation(self) -> str:
        """The service and what it was to do; empty where no command was at fault."""
        return " ".join(self._parts.operation)

    def where(self) -> str:
        """Return the profiles and regions of the failures, where they are few and not told yet."""
        told = self.first()
        texts = [
            _valued_option(name, seen, self.count)
            for name, seen in self._where.items()
            if 0 < len(seen) <= _MOST_WHERE
        ]
        return " ".join(text for text in texts if text not in told)

    @property
    def lines(self) -> list[str]:
        """The lines of scripts that have failed so, the first ones if there are many."""
        return [*self._lines]

    @property
    def differ(self) -> bool:
        """Whether anything tells the failures from each other."""
        return bool(self._differing or self.others())

    def first(self) -> str:
        """Return what tells the first failure from the others, or from any other command."""
        if self._differing:
            return self._brief(self._named)
        if self._is_fault or not self.argv:
            return _valued(self._values)
        return brief(self._parts.groups, [text for value in self._values for text in value.texts])

    def others(self) -> list[str]:
        """Return what tells the next few failures, if anything does."""
        if self._differing:
            return [self._brief(named, is_first=False) for named, _ in self._others]
        # Of one outside of all loops there is nothing to tell.
        shown = [_valued(values) for _, values in self._others if values]
        return shown if any(text != _valued(self._values) for text in shown) else []

    def _see_where(self, named: Mapping[str, Group]) -> None:
        for name, seen in self._where.items():
            value = " ".join(named.get(name, ())[1:])
            if value and (value in seen or len(seen) <= _MOST_WHERE):
                seen[value] += 1

    def _brief(self, named: Mapping[str, Group], *, is_first: bool = True) -> str:
        groups = [group for name, group in named.items() if name in self._differing]
        # The names of options are told once.
        if not is_first:
            groups = [group[1:] if len(group) > 1 else group for group in groups]
        return brief(groups) or "none"


def _valued_option(name: str, seen: Counter[str], count: int) -> str:
    """Return an option with its values, each with how many commands had it unless all did."""
    values = [value if n == count else f"{value} ({n})" for value, n in seen.most_common()]
    return f"{name} {', '.join(values)}"


def key(ended: Ended) -> Hashable:
    """Return what failures of one kind have in common."""
    if ended.error is not None:
        place = ended.error.place or ended.place
        return place.file, place.line, place.column, _VARYING.sub("", ended.error.message)
    if ended.partial is not None:
        said = ended.partial.member
    else:
        said = "" if code(ended) is not None else _without_values(message(ended), ended.argv)
    return ended.status, code(ended), said, parts(tuple(ended.argv)).operation


def code(ended: Ended) -> str | None:
    """Return the code that `@ignore` may speak of; None where a failure has none."""
    if ended.status is Status.PARTIAL:
        return PARTIAL
    failure = ended.failure
    return None if failure is None or failure.local else failure.code


def message(ended: Ended) -> str:
    """Return in one line what was said of a failure."""
    text = ""
    if ended.error is not None:
        text = ended.error.message
    elif ended.failure is not None:
        text = _PREAMBLE.sub("", ended.failure.message)
    elif ended.partial is not None:
        text = "; ".join([str(ended.partial), *ended.partial.examples])
    return " ".join(text.split())


def _without_values(text: str, argv: Sequence[str]) -> str:
    """Return a message without what may differ between failures that are alike."""
    for word in argv[:_MOST_WORDS]:
        text = text.replace(word, "")
    return _VARYING.sub("", text)


def _valued(values: tuple[LoopValue, ...]) -> str:
    return " ".join(f"{value.name}={shortened((value.text,))}" for value in values)
