"""The commands of a plan that go to one place, as lines to paste."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from awsbatch.contract import quoting
from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.word import text_of
from awsbatch.event import Ended
from awsbatch.output.spool import Store
from awsbatch.record import record
from awsbatch.report.paint import plain
from awsbatch.report.plan.comment import comment
from awsbatch.report.plan.plan_count import NOUNS
from awsbatch.report.plan.waiting_line import WaitingLines

_ROUNDS = "1 or more rounds, perhaps none"
_BLOCKS = {
    "for": _ROUNDS,
    "parallel": _ROUNDS,
    "while": _ROUNDS,
    "if": "perhaps",
    "else": "perhaps",
}
"""What is said of blocks, by the words that they begin with."""


@record
class Note:
    """A statement of which a plan does not know what it would do."""

    number: int
    """Those of a plan are numbered in its order."""
    text: str = field(compare=False)
    around: "tuple[Note, ...]" = field(compare=False)
    """The blocks that it stands in, the outermost first."""

    @property
    def is_block(self) -> bool:
        """Whether commands stand in it."""
        return self._keyword in _BLOCKS

    @property
    def blocks(self) -> "tuple[Note, ...]":
        """The blocks that what follows it stands in, as far as it knows."""
        return (*self.around, self) if self.is_block else self.around

    def line(self) -> str:
        """Return the note as a comment."""
        return comment(f"{self.text}: {_BLOCKS[self._keyword]}" if self.is_block else self.text)

    @property
    def _keyword(self) -> str:
        return self.text.partition(" ")[0]


@record
class Destination:
    """Where commands go, and who signs them."""

    target: Target
    signer: str | None
    """The role or the key that signs them instead of the profile."""
    is_local: bool
    """Whether they have to do with this machine alone."""

    @property
    def place(self) -> str:
        """The account, the region and the profile, for a person."""
        return ", ".join(self._place())

    @property
    def heading(self) -> str:
        """The place, and who signs."""
        return self.place if self.signer is None else f"{self.place}, {_signer(self.signer)}"

    def _place(self) -> Iterator[str]:
        target = self.target
        if target.account is not None:
            yield f"account {target.account}"
        else:
            yield "this machine" if self.is_local else self._unknown()
        if target.region is not None:
            yield target.region
        if target.endpoint is not None:
            yield target.endpoint
        # People know accounts by it, and the environment may have chosen it.
        if target.profile is not None and self.signer is None:
            yield f"profile {target.profile}"

    def _unknown(self) -> str:
        reason = self.target.unknown_account
        return "account not known" + (f" ({' '.join(plain(reason).split())})" if reason else "")


def _signer(name: str) -> str:
    if name.startswith("<<"):
        return f"signed by {name}"
    return f"role {name}" if name.startswith("arn:") else f"key {name}"


class PlanGroup:
    """The lines of the commands that go to one place, in the order of the script."""

    def __init__(self, store: Store) -> None:
        self._lines = WaitingLines(store)
        _, self._kind = NOUNS[Effect.CHANGES]
        """What those commands are that the lines have come to."""
        self._open: list[Note] = []
        """The blocks that the lines are in, the outermost first."""

    def add(
        self,
        event: Ended,
        lists: Mapping[str, int],
        blocks: Sequence[Note],
        notes: Iterable[Note],
    ) -> None:
        """Add a command that stands in these blocks, after notes that nobody has written yet.

        It has these long lists, by their names and lengths. Raise as
        `WaitingLines.add` does, and so do the other methods that add something.
        """
        assert event.step is not None  # noqa: S101 (it was planned)
        step = event.step
        self._tell(notes)
        self._enter(blocks)
        if event.is_open and not blocks:
            # The command of a `while`, which is asked before each round.
            self._lines.add(comment("1 or more:"))
        _, kind = NOUNS[step.effect]
        if kind != self._kind:
            self._kind = kind
            self._lines.add(comment(f"{kind}:"))
        for name, length in lists.items():
            self._lines.add(comment(f"{length} values of {name}"))
        self._lines.add(quoting.on_one_line(event.argv) + _redirect(step))

    def end(self, notes: Iterable[Note] = ()) -> None:
        """Add notes that nobody has written yet, and leave all blocks."""
        self._tell(notes)
        self._enter(())

    def texts(self) -> Iterator[str]:
        """Yield all lines: see `WaitingLines.texts`."""
        return self._lines.texts()

    def _tell(self, notes: Iterable[Note]) -> None:
        for note in notes:
            self._enter(note.blocks)
            if not note.is_block:
                self._lines.add(note.line())

    def _enter(self, blocks: Sequence[Note]) -> None:
        """Leave the blocks that the lines are in and that are not among these, and begin others."""
        while self._open and self._open[-1] not in blocks:
            self._open.pop()
            self._lines.add(comment("end"))
        for block in blocks[len(self._open) :]:
            self._open.append(block)
            self._lines.add(block.line())


def _redirect(step: PlannedStep) -> str:
    if step.file is None:
        return ""
    return f" {'>>' if step.appends else '>'} {quoting.on_one_line([text_of(step.file)])}"
