"""A parsed command file: what it says, and where.

Every node is frozen and carries its place, for the caret of a diagnostic
that is found when the node is checked or run.
"""

from typing import TypeAlias

from awsbatch.expression.expression import Expression
from awsbatch.fault.place import Place
from awsbatch.record import record


@record
class Placeholder:
    """`<<expression>>`: a place for a value that is known when it runs."""

    expression: Expression
    place: Place


Part: TypeAlias = str | Placeholder
"""What the author wrote, unquoted, or what stands for a value."""


@record
class Quoted:
    """What looks like a placeholder in single quotes, where it is none."""

    name: str
    """The name that its expression begins with."""
    place: Place


@record
class Word:
    """A word as a shell splits it; no parts is the empty word `''`."""

    parts: tuple[Part, ...]
    place: Place
    quoted: tuple[Quoted, ...] = ()

    @property
    def literal(self) -> str | None:
        """The text of a word without placeholders."""
        # Not `match`, which takes three times as long, for each of 100,000 lines.
        if len(self.parts) > 1:
            return None
        first = self.parts[0] if self.parts else ""
        return first if isinstance(first, str) else None

    @property
    def placeholder(self) -> Placeholder | None:
        """The placeholder that is the whole word, if one is."""
        match self.parts:
            case (Placeholder() as only,):
                return only
            case _:
                return None

    def starts_with(self, prefix: str) -> bool:
        """Return whether the author wrote this at the beginning of the word."""
        first = self.parts[0] if self.parts else None
        return isinstance(first, str) and first.startswith(prefix)


@record
class Redirect:
    """`> file` or `>> file`."""

    target: Word
    append: bool


@record
class Code:
    """An error code in a modifier, with `*` at either end for any text."""

    pattern: str
    place: Place


@record
class Retry:
    """`@retry=N[:CODE,…]`."""

    times: int
    """How many attempts may follow the first."""
    codes: tuple[Code, ...]
    """After which errors; none means those that pass: throttling, 5xx, connections."""


@record
class Modifiers:
    """`@ignore` and `@retry` before a command: what its failures mean."""

    ignore: tuple[Code, ...] = ()
    retry: Retry | None = None


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
    """`NAME = COMMAND`, or with `append` `NAME[] = COMMAND`."""

    name: str
    command: Command
    place: Place
    """Where the name stands."""
    append: bool = False


@record
class Assign:
    """`NAME = <<expression>>`, or with `append` `NAME[] = <<expression>>`."""

    name: str
    value: Placeholder
    place: Place
    """Where the name stands."""
    append: bool = False


@record
class For:
    """`for NAME in WORD…` to its `end`, or with `parallel` `parallel for`."""

    name: str
    words: tuple[Word, ...]
    body: tuple["Statement", ...]
    place: Place
    """Where the name stands."""
    parallel: bool = False


@record
class While:
    """`while NAME = COMMAND` to its `end`, with `@rounds` and `@every` before it."""

    capture: Capture
    body: tuple["Statement", ...]
    rounds: int
    """How often the body may run."""
    pause: int
    """Seconds from the end of a round to the next time that it asks."""

    @property
    def place(self) -> Place:
        """Where the name stands."""
        return self.capture.place


@record
class Branch:
    """What an `if` block runs where its condition holds; `else` has none."""

    condition: Placeholder | None
    body: tuple["Statement", ...]


@record
class If:
    """`if <<expression>>` to its `end`."""

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
class ErrExit:
    """`set -e`."""

    place: Place


Statement: TypeAlias = (
    Run
    | Capture
    | Assign
    | For
    | While
    | If
    | Parallel
    | Finally
    | Defaults
    | Print
    | Assert
    | ErrExit
)


@record
class Script:
    """A whole command file."""

    file: str
    statements: tuple[Statement, ...]
