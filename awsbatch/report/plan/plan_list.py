"""What a plan would do: its commands as lines to paste, by account and region, and their counts."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from awsbatch.contract.effect import Effect
from awsbatch.contract.excerpt import parts
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.word import is_unknown, text_of
from awsbatch.event import (
    Cause,
    Ended,
    EndedEarly,
    Event,
    Status,
    Undecided,
)
from awsbatch.fault.style import Style, Text
from awsbatch.output.spool import Store
from awsbatch.report import early_end
from awsbatch.report.plan.comment import comment
from awsbatch.report.plan.list_length import lengths
from awsbatch.report.plan.plan_count import PlanCount
from awsbatch.report.plan.plan_group import Destination, Note, PlanGroup

_LACKING = (Status.FAILED, Status.PARTIAL, Status.SKIPPED, Status.ABANDONED)

# These would end the run at the same place.
_AS_THE_RUN = (Cause.HALT, Cause.ERREXIT, Cause.FAIL, Cause.GUARD)


class PlanList:
    """A report that keeps the commands of a plan until all are known.

    What waits is on disk, so that a plan may have any number of commands.
    """

    def __init__(self) -> None:
        self.count = PlanCount()
        self._store = Store()
        self._groups: dict[Destination, PlanGroup] = {}
        self._last: PlanGroup | None = None
        """The one that the last command went to."""
        self._noted = 0
        """How many notes there have been."""
        self._notes: list[Note] = []
        """Those that are in no group yet."""
        self._blocks: tuple[Note, ...] = ()
        """The blocks that the last statement stood in, the outermost first."""
        self._lacking: dict[Status, int] = {}
        self._early: EndedEarly | None = None

    def take(self, event: Event) -> None:
        """Keep what belongs to the plan; raise `FailedError` if the disk is full."""
        match event:
            case Ended(status=Status.PLANNED):
                self._add(event)
            case Ended(status=status) if status in _LACKING:
                self._lacking[status] = self._lacking.get(status, 0) + 1
            case Undecided():
                self._note(event)
            case EndedEarly():
                self._early = event
            case _:
                pass

    def lines(self) -> Iterator[Text]:
        """Yield the plan up to now: its commands, and then what `counts` yields.

        A text may be several lines.
        """
        self._end()
        places = Counter(destination.place for destination in self._groups)
        for destination, group in self._groups.items():
            # The role or the key tells only where the place does not.
            is_clear = destination.target.account is not None and places[destination.place] == 1
            heading = destination.place if is_clear else destination.heading
            yield Style.HEADING.of(comment(heading))
            yield from group.texts()
            yield ""
        if self._last is None:
            yield from (note.line() for note in self._notes)
        yield from self.counts()

    def counts(self) -> Iterator[Text]:
        """Yield, as comments, how many commands there are, and what the plan lacks."""
        for line in self.count.lines():
            told = comment(line)
            yield told if line.startswith(" ") else Style.HEADING.of(told)
        yield from self._lacks()

    def _add(self, event: Ended) -> None:
        assert event.step is not None  # noqa: S101 (it was planned)
        destination = _destination(event, event.step)
        group = self._groups.get(destination)
        if group is None:
            group = self._groups[destination] = PlanGroup(self._store)
        self._blocks = self._blocks[: event.depth]
        found = parts(event.argv)
        lists = lengths(found.groups)
        self.count.add(event.step, found.operation, lists, is_open=event.is_open)
        group.add(event, lists, self._blocks, self._notes)
        self._notes.clear()
        self._last = group

    def _note(self, event: Undecided) -> None:
        self._noted += 1
        note = Note(self._noted, event.text, self._blocks[: event.depth])
        self._notes.append(note)
        self._blocks = note.blocks

    def _end(self) -> None:
        for group in self._groups.values():
            group.end(self._notes if group is self._last else ())
        if self._last is not None:
            self._notes.clear()

    def _lacks(self) -> Iterator[Text]:
        if self._early is not None:
            what = "ends early" if self._early.cause in _AS_THE_RUN else "not complete"
            yield Style.HEADING.of(comment(f"{what}: {early_end.sentence(self._early)}"))
        if self._lacking:
            numbers = ", ".join(f"{n} {status.value}" for status, n in self._lacking.items())
            yield Style.HEADING.of(comment(f"not complete: {numbers}"))


def _destination(event: Ended, step: PlannedStep) -> Destination:
    target = step.target
    is_sent = any((target.account, target.unknown_account, target.region, event.signer, step.file))
    is_local = step.effect is Effect.LOCAL_WRITES and not is_sent
    if target.region is None and (region := _region_of(step)) is not None:
        target = replace(target, region=region)
    return Destination(target, event.signer, is_local)


def _region_of(step: PlannedStep) -> str | None:
    """Return the region that a command's words have, where it is of use and nobody was asked."""
    for option, value in pairwise(step.words):
        if text_of(option) == "--region" and (is_unknown(value) or step.target == Target()):
            return text_of(value)
    return None
