"""Commands of which the same words are secret, whatever their values are.

A stream may have thousands that set a parameter, of which each is shown
without its value: the AWS CLI's parsers are asked for one of them only.
"""

from collections.abc import Sequence
from typing import TypeAlias

from awsbatch.aws.catalog.sensitive import Secrecy
from awsbatch.contract.mask import Masked
from awsbatch.contract.word import Word
from awsbatch.redaction.stars import MASK

_ADDRESS = "://"
_MOST = 1_000
_NAMES = 2
"""A service and its operation."""

_Outline: TypeAlias = tuple[str | None, ...]
"""The words of a command, with None in the place of each value."""
_Places: TypeAlias = Sequence[tuple[int, Secrecy]]
"""Which words are secret as a whole."""


class MaskedOutlines:
    """The secret words of commands, by all but their values."""

    def __init__(self) -> None:
        self._places: dict[_Outline, _Places] = {}

    def masked(self, words: Sequence[Word]) -> Masked | None:
        """Return a command as it may be shown, if that is known of others like it."""
        shown = _texts(words)
        places = None if shown is None else self._places.get(_outline(words, shown))
        if shown is None or places is None:
            return None
        secrets = [(shown[at], secrecy) for at, secrecy in places]
        for at, _ in places:
            shown[at] = MASK
        return Masked(
            tuple(shown),
            tuple([text for text, _ in secrets if text]),
            tuple([text for text, secrecy in secrets if secrecy is Secrecy.EVERYWHERE]),
        )

    def learn(self, words: Sequence[Word], places: _Places) -> None:
        """Keep which words of a command are secret, as they are with any other values."""
        if (texts := _texts(words)) is not None:
            if len(self._places) >= _MOST:
                self._places.clear()
            self._places[_outline(words, texts)] = places


def _texts(words: Sequence[Word]) -> list[str] | None:
    """Return the words of a command; None where one is more than a name or a value."""
    try:
        pieces = [piece for (piece,) in words]
    except ValueError:
        return None
    texts = [piece if isinstance(piece, str) else piece.text for piece in pieces]
    # The name of a file, which is no secret, where the author of a line wrote it.
    return None if _ADDRESS in "\0".join(texts) else texts


def _outline(words: Sequence[Word], texts: Sequence[str]) -> _Outline:
    """Return all but the values of a command."""
    # What a script puts in place is a value, however it begins.
    outline = [
        text if text[:1] == "-" and isinstance(word[0], str) else None
        for word, text in zip(words, texts, strict=True)
    ]
    outline[:_NAMES] = texts[:_NAMES]
    return tuple(outline)
