"""How many commands a plan has, by what they do and where."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from awsbatch.contract.effect import Effect
from awsbatch.contract.excerpt import Group, parts
from awsbatch.contract.plan import PlannedStep
from awsbatch.event import Ended, Event
from awsbatch.fault.wording import counted
from awsbatch.record import record
from awsbatch.report.plan.list_length import lengths

NOTHING = "no change is planned"
_NOT_MADE = ("read not made", "reads not made")
NOUNS = {
    Effect.CHANGES: ("change", "changes"),
    Effect.TAKES: ("take", "takes"),
    Effect.LOCAL_WRITES: ("local write", "local writes"),
    Effect.READS: _NOT_MADE,
    Effect.CREDENTIALS: _NOT_MADE,
}
"""What commands of a plan are called, one and several."""


@record
class Kind:
    """What commands of a plan have in common that are counted together."""

    operation: tuple[str, ...]
    """The service and what it is to do."""
    effect: Effect
    is_open: bool
    account: str | None
    region: str | None


class PlanCount:
    """A report that counts the commands of a plan."""

    def __init__(self) -> None:
        self._commands: Counter[Kind] = Counter()
        self._values: dict[_Row, Counter[str]] = {}
        """How many values the long lists have that commands carry."""

    def take(self, event: Event) -> None:
        """Count a planned command."""
        if isinstance(event, Ended) and event.step is not None:
            found = parts(event.argv)
            self.add(event.step, found.operation, lengths(found.groups), is_open=event.is_open)

    def add(
        self, step: PlannedStep, operation: Group, lists: Mapping[str, int], *, is_open: bool
    ) -> None:
        """Count a command with an operation and these long lists, by their names and lengths."""
        kind = Kind(operation, step.effect, is_open, step.target.account, step.target.region)
        self._commands[kind] += 1
        if lists:
            row = _Row(NOUNS[step.effect], is_open, operation)
            self._values.setdefault(row, Counter()).update(lists)

    @property
    def changes(self) -> int:
        """How many commands change something in AWS, the open ones once each."""
        return sum(
            number for kind, number in self._commands.items() if kind.effect is Effect.CHANGES
        )

    def fields(self) -> list[dict[str, Any]]:
        """Return the counts for a program, by operation, account and region."""
        return [
            {
                "effect": kind.effect.value,
                "service": kind.operation[0] if kind.operation else "",
                "operation": " ".join(kind.operation[1:]),
                "account": kind.account,
                "region": kind.region,
                "open": kind.is_open,
                "count": number,
            }
            for kind, number in self._commands.items()
        ]

    def lines(self) -> Iterator[str]:
        """Yield the counts for a person: what is done, then how often by each operation."""
        if not self.changes:
            yield NOTHING
        for nouns in dict.fromkeys(NOUNS.values()):
            for is_open in (False, True):
                if rows := self._rows(nouns, is_open=is_open):
                    yield f"{_title(sum(map(_total, rows.values())), nouns, is_open=is_open)}:"
                    yield from (f"  {self._line(row, kinds)}" for row, kinds in rows.items())

    def _rows(self, nouns: tuple[str, str], *, is_open: bool) -> "dict[_Row, Counter[Kind]]":
        """Return what is counted in each line, in the order of the script."""
        rows: dict[_Row, Counter[Kind]] = {}
        for kind, number in self._commands.items():
            if NOUNS[kind.effect] == nouns and kind.is_open == is_open:
                row = _Row(nouns, is_open, kind.operation)
                rows.setdefault(row, Counter())[kind] = number
        return rows

    def _line(self, row: "_Row", kinds: Counter[Kind]) -> str:
        more = " or more" if row.is_open else ""
        place = ", ".join(
            [
                *_place("account", {kind.account for kind in kinds}, "account "),
                *_place("region", {kind.region for kind in kinds}),
            ]
        )
        values = ", ".join(f"{n} values of {name}" for name, n in self._values.get(row, {}).items())
        where = f" in {place}" if place else ""
        return f"{' '.join(row.operation)} {_total(kinds)}{more}{where}" + (
            f", with {values}" if values else ""
        )


@record
class _Row:
    """What is told in one line."""

    nouns: tuple[str, str]
    is_open: bool
    operation: tuple[str, ...]


def _total(kinds: Counter[Kind]) -> int:
    return sum(kinds.values())


def _title(number: int, nouns: tuple[str, str], *, is_open: bool) -> str:
    noun = nouns[is_open or number != 1]
    return f"{number} or more {noun}, perhaps none" if is_open else f"{number} {noun}"


def _place(noun: str, names: Collection[str | None], before: str = "") -> Iterator[str]:
    """Yield where commands go: the name of the only place, or how many there are."""
    known = [name for name in names if name is not None]
    if len(names) == len(known) == 1:
        yield f"{before}{known[0]}"
    elif known:
        yield counted(len(known), noun) + ("" if len(names) == len(known) else " or more")
