"""What is known of a command line before it runs, and what is found wrong with it."""

from typing import TypeAlias

from awsbatch.record import record


@record
class Hole:
    """A piece of a word that is known only when it runs.

    One that is a whole word stands for one word or more. What it hides is
    always a value, never an option.
    """


Piece: TypeAlias = str | Hole

Word: TypeAlias = tuple[Piece, ...]
"""One word of a command line; an empty tuple is the empty word."""


@record
class Finding:
    """One thing wrong with a command line."""

    word: int
    """The index of the word it is about; for a missing option, the operation's."""
    message: str
    hint: str | None = None
    start: int | None = None
    """Where in the word's text, if it is about less than the whole word."""
    width: int | None = None
    code: str | None = None
    """The error code to ignore that it is about, which no word holds."""
    warning: bool = False
    """Whether `aws` sends the command all the same."""
