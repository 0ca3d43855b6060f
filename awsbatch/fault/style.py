"""Text that says what its parts are, for a terminal to show in colour."""

from collections.abc import Iterable
from enum import Enum, auto
from typing import TypeAlias, Union

from awsbatch.record import record


class Style(Enum):
    """What a part of a message is."""

    ERROR = auto()
    """What is wrong, and where."""
    WARNING = auto()
    """What is suspicious, and where."""
    FAILURE = auto()
    """How many commands failed."""
    HEADING = auto()
    """What the lines below it are."""
    HINT = auto()
    """What to type."""

    def of(self, text: str) -> "Styled":
        """Return the text as a part of this style."""
        return Styled(((text, self),))


@record
class Styled:
    """Text whose parts have a style or none; `str` is the text alone."""

    parts: tuple[tuple[str, Style | None], ...]

    def __str__(self) -> str:
        return "".join(text for text, _ in self.parts)

    def __add__(self, other: "Text") -> "Styled":
        return Styled((*self.parts, *_parts(other)))

    def __radd__(self, other: str) -> "Styled":
        return Styled((*_parts(other), *self.parts))


Text: TypeAlias = Union[str, "Styled"]
"""Text with or without styles."""


def joined(separator: str, texts: Iterable[Text]) -> Styled:
    """Return texts as one, with a separator between them, as `str.join` does."""
    parts: list[tuple[str, Style | None]] = []
    for number, text in enumerate(texts):
        parts += [*_parts(separator if number else ""), *_parts(text)]
    return Styled(tuple(parts))


def _parts(text: Text) -> tuple[tuple[str, Style | None], ...]:
    if isinstance(text, Styled):
        return text.parts
    return ((text, None),) if text else ()
