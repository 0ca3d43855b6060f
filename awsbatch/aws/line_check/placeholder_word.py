"""The words of a command line as the AWS CLI's parsers can read them."""

import secrets
from collections.abc import Sequence

from awsbatch.contract.word import Hole, HoledWord

# An identifier, so that no parser reads anything into it.
_HIDDEN = f"Zh{secrets.token_hex(8)}z"
_FILES = ("file://", "fileb://", "http://", "https://")


class Text(str):
    """A word as a string that remembers where it stands."""

    __slots__ = ("offset", "place")

    place: int
    offset: int
    """How much of the word stands before it: an option's name, up to the `=`."""

    def __new__(cls, text: str, place: int, offset: int = 0) -> "Text":  # noqa: PYI034 (3.11)
        """Make one; `str` takes its value here."""
        self = super().__new__(cls, text)
        self.place = place
        self.offset = offset
        return self

    def after(self, length: int) -> "Text":
        """Return what follows the first characters."""
        return Text(self[length:], self.place, self.offset + length)


def texts(words: Sequence[HoledWord]) -> list[Text]:
    """Return the words with a token in each hole."""
    return [
        Text("".join(_HIDDEN if isinstance(piece, Hole) else piece for piece in word), index)
        for index, word in enumerate(words)
    ]


def is_hidden(text: str) -> bool:
    """Return whether there is a hole in it."""
    return _HIDDEN in text


def is_hole(text: str) -> bool:
    """Return whether it is a hole and nothing else, which may be more than one word."""
    return text == _HIDDEN


def hides_option(text: str) -> bool:
    """Return whether a hole makes an option's name unknown."""
    return text.startswith("-") and is_hidden(text.split("=", 1)[0])


def hidden(text: Text) -> Text:
    """Return a value nothing is known of, in the place of this one."""
    return Text(text[: text.find("=") + 1] + _HIDDEN if text[:1] == "-" else _HIDDEN, text.place)


def is_elsewhere(text: str) -> bool:
    """Return whether the value is what a file or page holds, or has a hole in it."""
    return text.startswith(_FILES) or "@=" in text or _HIDDEN in text
