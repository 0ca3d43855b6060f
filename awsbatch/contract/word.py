"""The words of a command, each made of what its author wrote and of values."""

from typing import TypeAlias

from awsbatch.record import record


@record
class Data:
    """A part of a word that came from a value, and must stay that one value."""

    text: str
    structured: bool = False
    """Whether the text is JSON made from a list or an object."""


@record
class Unknown(Data):
    """A value that only a command would give which was planned and not run.

    Its text is the placeholder as it is written, for whoever is shown the command.
    """


Piece: TypeAlias = str | Data
"""What the author wrote, or data."""

Word: TypeAlias = tuple[Piece, ...]
"""One word of a command line; an empty tuple is the empty word."""


@record
class Hole:
    """A piece of a word whose value is known only when the command runs.

    A hole that is a whole word stands for one word or more. What it hides is
    always a value, never the name of an option.
    """


HoledWord: TypeAlias = tuple[str | Hole, ...]
"""One word of a command that has no values yet."""


def text_of(word: Word) -> str:
    """Return a command's word as it reads, values in place."""
    if len(word) == 1 and isinstance(word[0], str):
        return word[0]
    return "".join([piece if isinstance(piece, str) else piece.text for piece in word])


def is_unknown(word: Word) -> bool:
    """Return whether a part of a word is not known, so that the command cannot be run."""
    return any(isinstance(piece, Unknown) for piece in word)
