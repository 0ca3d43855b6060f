"""A parsed command file: what it says, and where.

Every node is frozen and carries its place, for the caret of a diagnostic
that is found when the node is checked or run.
"""

from dataclasses import dataclass
from typing import TypeAlias

from awsbatch.language.expression import Expression
from awsbatch.source import Place


@dataclass(frozen=True, slots=True)
class Literal:
    """What the author wrote, unquoted."""

    text: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`<<expression>>`: a place for a value that is known when it runs."""

    expression: Expression
    place: Place


Part: TypeAlias = Literal | Placeholder


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a shell splits it; no parts is the empty word `''`."""

    parts: tuple[Part, ...]
    place: Place

    @property
    def placeholder(self) -> Placeholder | None:
        """The placeholder that is the whole word, if one is."""
        match self.parts:
            case (Placeholder() as only,):
                return only
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Redirect:
    """`> file` or `>> file`."""

    target: Word
    append: bool


@dataclass(frozen=True, slots=True)
class Command:
    """The words of one AWS CLI command, without a leading `aws`."""

    words: tuple[Word, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Run:
    """A command on a line of its own."""

    command: Command
    redirect: Redirect | None
    place: Place


@dataclass(frozen=True, slots=True)
class Capture:
    """`NAME = COMMAND`."""

    name: str
    command: Command
    place: Place
    """Where the name stands."""


@dataclass(frozen=True, slots=True)
class Assign:
    """`NAME = <<expression>>`."""

    name: str
    value: Placeholder
    place: Place
    """Where the name stands."""


@dataclass(frozen=True, slots=True)
class For:
    """`for NAME in WORD…` to its `end`."""

    name: str
    words: tuple[Word, ...]
    body: tuple["Statement", ...]
    place: Place
    """Where the name stands."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """`defaults --option value…`."""

    words: tuple[Word, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Print:
    """`print WORD…`."""

    words: tuple[Word, ...]
    redirect: Redirect | None
    place: Place


Statement: TypeAlias = Run | Capture | Assign | For | Defaults | Print


@dataclass(frozen=True, slots=True)
class Script:
    """A whole command file."""

    file: str
    statements: tuple[Statement, ...]
