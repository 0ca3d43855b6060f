"""The names of a script, by the blocks that they belong to."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from awsbatch.fault.place import Place
from awsbatch.fault.suggestion import nearest
from awsbatch.language.name import GIVEN
from awsbatch.language.names_set import Setting

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
"""By how this and other languages write them."""


_CLOSE = 0.65
"""How alike two names must be: `value` is not `failures`."""


@dataclass(slots=True)
class Frame:
    """The names of a file, of one round of a loop, or of a `parallel` block."""

    kind: str
    names: dict[str, Place]
    """Where each is set."""
    siblings: dict[str, Place] = field(default_factory=dict)
    """What other statements of a `parallel` block set."""
    growing: dict[str, Place] = field(default_factory=dict)
    """The lists that it adds to side by side, and so cannot read."""
    lists: frozenset[str] = frozenset()
    """Of its names, those that a loop in it adds to."""
    parallel: bool = False
    """Whether other rounds run beside this one."""
    files: dict[str, Place] = field(default_factory=dict)
    """Where what files are written to, by the statement of a `parallel` block that is read."""
    files_beside: dict[str, Place] = field(default_factory=dict)
    """By the others."""

    def part(self) -> None:
        """Keep what a statement has set, or writes to, from those beside it."""
        self.siblings.update(self.names)
        self.names.clear()
        self.files_beside.update(self.files)
        self.files.clear()


class Frames:
    """The names that are set at one place of a script, and what is known of others."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = {*known, *GIVEN}
        """What is set from outside."""
        self.excused: set[str] = set()
        """What lines set that are at fault and told of already."""
        self.earlier: dict[str, Place] = {}
        """What earlier files set, whose statements ran beside each other."""
        self._stack = [Frame("file", {})]
        """Outermost first."""
        self._ended: dict[str, Frame] = {}
        """By name, the round that it ended with."""
        self._later: dict[str, Place] = {}
        """Where names are set for the first time, in a file that is known to its end."""

    @property
    def outermost(self) -> Frame:
        """The file."""
        return self._stack[0]

    @property
    def innermost(self) -> Frame:
        """The block of the statement."""
        return self._stack[-1]

    @property
    def is_file(self) -> bool:
        """Whether the statement stands in no loop and no `parallel` block."""
        return len(self._stack) == 1

    @property
    def is_parallel(self) -> bool:
        """Whether rounds run beside the one that the statement stands in."""
        return any(frame.parallel for frame in self._stack)

    def push(self, frame: Frame) -> None:
        """Go into a block."""
        self._stack.append(frame)

    def pop(self) -> Frame:
        """Leave a block."""
        frame = self._stack.pop()
        if frame.kind == LOOP:
            self._ended.update(dict.fromkeys(frame.names, frame))
        return frame

    def expect(self, settings: Iterable[Setting]) -> None:
        """Take note of what the file that comes will set, for hints."""
        self._ended.clear()
        self._later.clear()
        for setting in settings:
            self._later.setdefault(setting.name, setting.place)

    def is_set(self, name: str) -> bool:
        """Return whether a statement may refer to a name."""
        return self.is_taken(name) or name in self.excused

    def is_taken(self, name: str) -> bool:
        """Return whether a name has a value, which a loop cannot set."""
        return name in self.known or self.place(name) is not None

    def is_of_script(self, name: str) -> bool:
        """Return whether it is a name that somebody chose."""
        return name not in GIVEN and self.is_set(name)

    def place(self, name: str) -> Place | None:
        """Return where a name is set, if it is set in a file."""
        found = _first(frame.names.get(name) for frame in reversed(self._stack))
        return found or self.earlier.get(name)

    def join(self) -> None:
        """Show what the statements of a file set beside each other to what comes after them."""
        frame = self.outermost
        frame.part()
        self.earlier.update(frame.siblings)
        frame.siblings.clear()
        frame.files_beside.clear()

    def file_beside(self, name: str) -> Place | None:
        """Return where something writes to a file beside this statement."""
        return _first(frame.files_beside.get(name) for frame in self._stack)

    def write(self, name: str, place: Place) -> None:
        """Note that this statement writes to a file."""
        for frame in self._stack:
            frame.files.setdefault(name, place)

    def growing(self, name: str) -> Place | None:
        """Return where something is added to a list beside this statement."""
        return _first(frame.growing.get(name) for frame in self._stack)

    def suggestion(self, name: str, place: Place) -> str:
        """Say what was meant by a name that is not set."""
        if hint := self._elsewhere(name, place):
            return hint
        candidates = [
            *(other for frame in self._stack for other in frame.names),
            *self.earlier,
            *self.known,
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
        return f"write `{name} = …` before it, or give it by `--variable {name}=VALUE`"

    def _elsewhere(self, name: str, place: Place) -> str | None:
        """Tell of what is a literal, or a name of another place in the file."""
        if name in _LITERALS:
            return f"write a literal between backquotes: `{_LITERALS[name]}`"
        sibling = _first(frame.siblings.get(name) for frame in self._stack)
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


def _ended(name: str, frame: Frame) -> str:
    line = frame.names[name].line
    if name in frame.lists:
        return f"the list of line {line} ended with a round: begin `{name} = <<`[]`>>` before it"
    return f"`{name}` of line {line} ended with the round that set it"


def at(place: Place, here: Place) -> str:
    """Say where something is, as seen from a place that may be in another file."""
    if place.file == here.file:
        return f"on line {place.line}"
    return f"in {place}"


def _first(places: Iterator[Place | None]) -> Place | None:
    return next((place for place in places if place is not None), None)
