"""The names that are set at one place of a script, by the blocks that they belong to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from awsbatch.contract.answer import Answer
from awsbatch.fault.place import Place
from awsbatch.fault.suggestion import nearest
from awsbatch.language.model import Word
from awsbatch.language.name import GIVEN
from awsbatch.language.names_set import Named

LOOP = "loop"
PARALLEL = "`parallel` block"

_LITERALS = {
    "true": "true",
    "True": "true",
    "false": "false",
    "False": "false",
    "null": "null",
    "None": "null",
    "nil": "null",
    "undefined": "null",
}
"""The literals of JSON, by the words for them in this and other languages."""


_CLOSE = 0.65
"""How alike two names must be: `value` is not `failures`."""


@dataclass(slots=True)
class BlockNames:
    """The names of a file, of one round of a loop, or of a `parallel` block."""

    kind: str
    """What messages call the block."""
    names: dict[str, Place]
    """Where each name is set."""
    siblings: dict[str, Place] = field(default_factory=dict)
    """The names that the other statements of a `parallel` block set, and where."""
    growing: dict[str, Place] = field(default_factory=dict)
    """The lists that statements beside each other add to, so that none can read them, and where."""
    lists: frozenset[str] = frozenset()
    """The names that a loop in the block adds to."""
    parallel: bool = False
    """Whether the other rounds of the loop run beside this one."""
    files: dict[str, Place] = field(default_factory=dict)
    """The files that the statement that is checked writes to, and where."""
    files_beside: dict[str, Place] = field(default_factory=dict)
    """The files that the other statements of a `parallel` block write to, and where."""
    answers: dict[str, Answer] = field(default_factory=dict)
    """What the names can be, as far as it is known; the names of siblings are among them."""
    gathered: dict[str, list[Answer]] = field(default_factory=dict)
    """What loops and `parallel` blocks add to lists of this block."""
    changing: tuple[Word, ...] = ()
    """The words of its `defaults` that change what commands answer with."""

    def part(self) -> None:
        """End a statement of a `parallel` block: those after it do not see what it has set."""
        self.siblings.update(self.names)
        self.names.clear()
        self.files_beside.update(self.files)
        self.files.clear()


class NameState:
    """The names that are set before one statement, and what hints need to know of others.

    The blocks around the statement are a stack, which `push` and `pop` change.
    """

    def __init__(self) -> None:
        self.excused: set[str] = set()
        """The names that lines were to set whose faults are told of already."""
        self.earlier: dict[str, Place] = {}
        """The names of earlier files whose statements ran beside each other, and where."""
        self._stack = [BlockNames("file", {})]
        """The blocks around the statement, the file first."""
        self._ended: dict[str, BlockNames] = {}
        """For each name that is not set any more, the round that it ended with."""
        self._later: dict[str, Place] = {}
        """Where the file sets names first, for hints; empty for a stream, whose end is unknown."""

    @property
    def outermost(self) -> BlockNames:
        """The names of the file."""
        return self._stack[0]

    @property
    def innermost(self) -> BlockNames:
        """The names of the block that the statement stands in."""
        return self._stack[-1]

    @property
    def is_file(self) -> bool:
        """Whether the statement stands in no loop and no `parallel` block."""
        return len(self._stack) == 1

    @property
    def is_parallel(self) -> bool:
        """Whether other rounds run beside one that the statement stands in."""
        return any(block.parallel for block in self._stack)

    @property
    def changing(self) -> tuple[Word, ...]:
        """The words of the `defaults` in effect that change what commands answer with."""
        return tuple(word for block in self._stack for word in block.changing)

    def holder(self, name: str) -> BlockNames | None:
        """Return the block that a name belongs to, or None if no statement of the run sets it."""
        for block in reversed(self._stack):
            if name in block.names:
                return block
        return self.outermost if name in self.earlier else None

    def push(self, block: BlockNames) -> None:
        """Enter a block."""
        self._stack.append(block)

    def pop(self) -> BlockNames:
        """Leave the innermost block, and return its names."""
        block = self._stack.pop()
        if block.kind == LOOP:
            self._ended.update(dict.fromkeys(block.names, block))
        return block

    def expect(self, settings: Iterable[Named]) -> None:
        """Begin a file that sets these names, which hints can then point to."""
        self._ended.clear()
        self._later.clear()
        self.outermost.changing = ()
        for setting in settings:
            self._later.setdefault(setting.name, setting.place)

    def is_set(self, name: str) -> bool:
        """Return whether the statement may refer to a name."""
        return name in GIVEN or name in self.excused or self.place(name) is not None

    def is_of_script(self, name: str) -> bool:
        """Return whether a name is set and was chosen by the user."""
        return name not in GIVEN and self.is_set(name)

    def place(self, name: str) -> Place | None:
        """Return where a name is set, or None if no file sets it."""
        found = _first(block.names.get(name) for block in reversed(self._stack))
        return found or self.earlier.get(name)

    def join(self) -> None:
        """End a file whose statements ran beside each other: what comes after sees their names."""
        block = self.outermost
        block.part()
        self.earlier.update(block.siblings)
        block.siblings.clear()
        block.files_beside.clear()

    def file_beside(self, name: str) -> Place | None:
        """Return where a statement beside this one writes to a file, if one does."""
        return _first(block.files_beside.get(name) for block in self._stack)

    def write(self, name: str, place: Place) -> None:
        """Note that the statement writes to a file."""
        for block in self._stack:
            block.files.setdefault(name, place)

    def growing(self, name: str) -> Place | None:
        """Return where a statement beside this one adds to a list, if one does."""
        return _first(block.growing.get(name) for block in self._stack)

    def suggestion(self, name: str, place: Place) -> str:
        """Return the hint for a name that is not set."""
        if hint := self._elsewhere(name, place):
            return hint
        candidates = [
            *(other for block in self._stack for other in block.names),
            *self.earlier,
            *GIVEN,
        ]
        close = nearest(name, candidates, likeness=_CLOSE)
        if close is not None:
            set_at = self.place(close)
            where = "" if set_at is None else f", set {at(set_at, place)}"
            return f"did you mean `{close}`{where}?"
        if place.text.startswith('"', place.column - 1):
            return f"write a string in single quotes: '{name}'"
        if name.isupper():
            return f"for a variable of the environment, write `env.{name}`"
        return f"write `{name} = …` before it, or `input {name}` to take it from outside"

    def _elsewhere(self, name: str, place: Place) -> str | None:
        """Return the hint for a literal, or for a name of another place in the script."""
        if name in _LITERALS:
            return f"write a literal between backquotes: `{_LITERALS[name]}`"
        sibling = _first(block.siblings.get(name) for block in self._stack)
        if sibling is not None:
            outermost = name in self.outermost.siblings
            after = (
                "that needs a run without `-P`" if outermost else "read it after the block's `end`"
            )
            return f"line {sibling.line} sets it, beside this line: {after}"
        if name in self._ended:
            return _ended(name, self._ended[name])
        later = self._later.get(name)
        if later is not None and later.line > place.line:
            return f"line {later.line} sets it: write that line before this one"
        return None


def _ended(name: str, block: BlockNames) -> str:
    line = block.names[name].line
    if name in block.lists:
        return f"the list of line {line} ended with a round: begin `{name} = <<`[]`>>` before it"
    return f"`{name}` of line {line} ended with the round that set it"


def at(place: Place, here: Place) -> str:
    """Return where a place is in words, as seen from `here`, which may be in another file."""
    if place.file == here.file:
        return f"on line {place.line}"
    return f"in {place}"


def _first(places: Iterator[Place | None]) -> Place | None:
    return next((place for place in places if place is not None), None)
