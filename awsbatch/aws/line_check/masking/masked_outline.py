"""Commands of which the same words are secret, whatever their values are.

A stream may have thousands that set a parameter, of which each is shown
without its value: the AWS CLI's parsers are asked for one of them only.
"""

from collections.abc import Sequence
from typing import TypeAlias

from awsbatch.aws.catalog.sensitive import Secrecy
from awsbatch.aws.line_check.value.secret_part import FILES
from awsbatch.contract.mask import Masked
from awsbatch.contract.word import Data, Word
from awsbatch.redaction.stars import MASK

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
        places = self._places.get(_outline(words) or ())
        if places is None:
            return None
        shown = [word[0].text if isinstance(word[0], Data) else word[0] for word in words]
        secrets = [(shown[at], secrecy) for at, secrecy in places]
        for at, _ in places:
            shown[at] = MASK
        return Masked(
            tuple(shown),
            tuple(text for text, _ in secrets if text),
            tuple(text for text, secrecy in secrets if secrecy is Secrecy.EVERYWHERE),
        )

    def learn(self, words: Sequence[Word], places: _Places) -> None:
        """Keep which words of a command are secret, as they are with any other values."""
        if (outline := _outline(words)) is not None:
            if len(self._places) >= _MOST:
                self._places.clear()
            self._places[outline] = places


def _outline(words: Sequence[Word]) -> _Outline | None:
    """Return all but the values of a command; None where a word is more than a name or a value."""
    outline: list[str | None] = []
    for word in words:
        if len(word) != 1:
            return None
        piece = word[0]
        if not isinstance(piece, str):
            outline.append(None)
        elif piece[:1] == "-" or len(outline) < _NAMES:
            outline.append(piece)
        elif piece.startswith(FILES):
            return None
        else:
            outline.append(None)
    return tuple(outline)
