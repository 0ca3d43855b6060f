"""A parsed command file.

Every node is immutable and has its place, for the caret of a fault that is
found only when the node is checked or run.
"""

from dataclasses import field
from typing import TypeAlias

from awsbatch.expression.expression import Expression
from awsbatch.fault.place import Place
from awsbatch.record import record


@record
class Placeholder:
    """`<<expression>>`, whose value is known when its statement runs."""

    expression: Expression
    place: Place


Part: TypeAlias = str | Placeholder
"""Literal text without its quotes, or a placeholder."""


@record
class Quoted:
    """Text in single quotes that looks like a placeholder."""

    name: str
    """The name that its expression would begin with."""
    place: Place


@record
class Word:
    """A word as a shell splits it; one without parts is the empty word `''`."""

    parts: tuple[Part, ...]
    place: Place
    quoted: tuple[Quoted, ...] = ()
    literal: str | None = field(init=False, repr=False, compare=False)
    """The text of the word, or None if a placeholder is in it."""

    def __post_init__(self) -> None:
        # Here, since the words of one line are asked for it some twenty times.
        first = self.parts[0] if self.parts else ""
        literal = first if isinstance(first, str) and len(self.parts) <= 1 else None
        # It is still being made.
        self.literal = literal  # type: ignore[misc]

    @property
    def placeholder(self) -> Placeholder | None:
        """The placeholder that the whole word consists of, if it does."""
        match self.parts:
            case (Placeholder() as only,):
                return only
            case _:
                return None

    def starts_with(self, prefix: str) -> bool:
        """Return whether the word begins with this literal text."""
        first = self.parts[0] if self.parts else None
        return isinstance(first, str) and first.startswith(prefix)


@record
class Redirect:
    """`> file` or `>> file`."""

    target: Word
    append: bool


@record
class Code:
    """An error code in a modifier, in which `*` at either end stands for any text."""

    pattern: str
    place: Place


@record
class Retry:
    """`@retry=N[:CODE,…]`."""

    times: int
    """The number of attempts that may follow the first."""
    codes: tuple[Code, ...]
    """The errors to retry; if empty, throttling, errors 5xx and failed connections."""


@record
class Modifiers:
    """The `@ignore`, `@retry`, `@timeout` and `@secret` of a command."""

    ignore: tuple[Code, ...] = ()
    retry: Retry | None = None
    timeout: int | None = None
    """The seconds after which it is given up, all attempts and waits included."""
    secret: bool = False
    """Whether nothing of its result is to be shown; only where it is captured."""


NO_MODIFIERS = Modifiers()


@record
class Command:
    """The words of one AWS CLI command, without a leading `aws`."""

    words: tuple[Word, ...]
    place: Place
    modifiers: Modifiers = NO_MODIFIERS


@record
class Run:
    """A command on a line of its own."""

    command: Command
    redirect: Redirect | None
    place: Place


@record
class Capture:
    """`NAME = COMMAND`; with `append`, `NAME[] = COMMAND`."""

    name: str
    command: Command
    place: Place
    """The place of the name."""
    append: bool = False


@record
class Assign:
    """`NAME = <<expression>>`; with `append`, `NAME[] = <<expression>>`."""

    name: str
    value: Placeholder
    place: Place
    """The place of the name."""
    append: bool = False


@record
class Input:
    """`input NAME` or `input NAME = <<expression>>`."""

    name: str
    default: Placeholder | None
    place: Place
    """The place of the name."""
    comment: str = ""
    """The comment behind it, which is its help."""
    secret: bool = False
    """Whether it is a `@secret input`, of which no value is to be shown."""


@record
class For:
    """`for NAME in WORD…` to its `end`; with `parallel`, `parallel for`."""

    name: str
    words: tuple[Word, ...]
    body: tuple["Statement", ...]
    place: Place
    """The place of the name."""
    parallel: bool = False


@record
class While:
    """`while NAME = COMMAND` to its `end`, with `@rounds` and `@every` before it."""

    capture: Capture
    body: tuple["Statement", ...]
    rounds: int
    """The number of rounds after which the loop fails."""
    pause: int
    """Seconds between the end of a round and the next run of the command."""

    @property
    def place(self) -> Place:
        """The place of the name."""
        return self.capture.place


@record
class Question:
    """`COMMAND` or `! COMMAND` as a condition, which asks how the command ends."""

    command: Command
    negated: bool
    place: Place


Condition: TypeAlias = Placeholder | Question


Commanding: TypeAlias = Run | Capture | Question
"""What runs one command."""


@record
class Branch:
    """A branch of an `if`; a last `else` has no condition."""

    condition: Condition | None
    body: tuple["Statement", ...]


@record
class If:
    """`if <<expression>>` or `if COMMAND` to its `end`."""

    branches: tuple[Branch, ...]
    place: Place


@record
class Parallel:
    """`parallel` to its `end`."""

    body: tuple["Statement", ...]
    place: Place


@record
class Finally:
    """`finally` to its `end`, the last statement of a file."""

    body: tuple["Statement", ...]
    place: Place


@record
class Defaults:
    """`defaults --option value…`."""

    words: tuple[Word, ...]
    place: Place


@record
class Print:
    """`print WORD…`."""

    words: tuple[Word, ...]
    redirect: Redirect | None
    place: Place


@record
class Assert:
    """`assert <<expression>> WORD…`."""

    condition: Placeholder
    words: tuple[Word, ...]
    place: Place


@record
class Fail:
    """`fail WORD…`."""

    words: tuple[Word, ...]
    place: Place


@record
class ErrExit:
    """`set -e`, or `set +e`."""

    place: Place
    ends: bool = True
    """Whether a failure ends the block from here on."""


Statement: TypeAlias = (
    Run
    | Capture
    | Assign
    | Input
    | For
    | While
    | If
    | Parallel
    | Finally
    | Defaults
    | Print
    | Assert
    | Fail
    | ErrExit
)


@record
class Script:
    """A whole command file."""

    file: str
    statements: tuple[Statement, ...]

    @property
    def body(self) -> tuple[Statement, ...]:
        """Its statements but for its `finally`."""
        return self.statements if self.ending is None else self.statements[:-1]

    @property
    def ending(self) -> Finally | None:
        """Its `finally`, which is last in it, if it has one."""
        last = self.statements[-1] if self.statements else None
        return last if isinstance(last, Finally) else None
