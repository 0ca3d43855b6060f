"""The words of a command as strings that the AWS CLI's parsers take, holes included."""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence

from awsbatch.aws.version.installed import FILE_PREFIXES
from awsbatch.contract.word import Data, Hole, HoledWord, Word

# An identifier, so that no parser sees syntax in it; random, so that no word of a script has it.
_TOKEN = f"Zh{secrets.token_hex(8)}z"


class PlaceholderWord(str):
    """A word, or the end of one, as a string that keeps its place in the command.

    argparse hands on the very object that it was given, so that a parsed
    value can be told from an equal one elsewhere.
    """

    __slots__ = ("offset", "place")

    place: int
    """The index of the word in the command."""
    offset: int
    """How many characters of the word stand before this text, such as `--name=`."""

    def __new__(cls, text: str, place: int, offset: int = 0) -> "PlaceholderWord":  # noqa: PYI034 (3.11)
        """Return the text with its place; `str` takes its value here, not in `__init__`."""
        self = super().__new__(cls, text)
        self.place = place
        self.offset = offset
        return self

    def after(self, length: int) -> "PlaceholderWord":
        """Return the text without its first `length` characters."""
        return PlaceholderWord(self[length:], self.place, self.offset + length)


def holed(words: Sequence[Word]) -> list[HoledWord]:
    """Return the words with a hole in the place of each value."""
    return [tuple(Hole() if isinstance(piece, Data) else piece for piece in word) for word in words]


def parseable(words: Sequence[HoledWord]) -> list[PlaceholderWord]:
    """Return the words with a token in the place of each hole."""
    return placed(map(text_of, words))


def placed(texts: Iterable[str]) -> list[PlaceholderWord]:
    """Return the texts of a command's words as words with their places."""
    return [PlaceholderWord(text, index) for index, text in enumerate(texts)]


def text_of(word: HoledWord) -> str:
    """Return the text of a word, with a token in the place of each hole."""
    # Nearly all words are one literal text.
    if len(word) == 1 and isinstance(word[0], str):
        return word[0]
    return "".join([piece if isinstance(piece, str) else _TOKEN for piece in word])


def has_hole(text: str) -> bool:
    """Return whether a text has a hole in it."""
    return _TOKEN in text


def is_hole(text: str) -> bool:
    """Return whether a text is a whole hole, which can stand for more than one word."""
    return text == _TOKEN


def shown(text: str) -> str:
    """Return a text as messages show it, with `…` in the place of each hole."""
    return text.replace(_TOKEN, "…")


def filled(text: str, values: Iterator[str]) -> str:
    """Return a text with the next of the values in the place of each hole."""
    return re.sub(_TOKEN, lambda _: next(values), text)


def has_hole_in_name(text: str) -> bool:
    """Return whether a word is an option whose name has a hole in it."""
    return text.startswith("-") and has_hole(text.split("=", 1)[0])


def concealed(text: PlaceholderWord) -> PlaceholderWord:
    """Return a word with a hole in the place of its value; an option keeps its name."""
    name = text[: text.find("=") + 1] if text[:1] == "-" else ""
    return PlaceholderWord(f"{name}{_TOKEN}", text.place)


def is_unknown(text: str) -> bool:
    """Return whether a value is known only when the command runs.

    That is a value with a hole in it, and one that a file or a web page holds.
    """
    # Shorthand such as `Key@=file://…` names a file for a part of the value.
    return text.startswith(FILE_PREFIXES) or "@=" in text or _TOKEN in text
