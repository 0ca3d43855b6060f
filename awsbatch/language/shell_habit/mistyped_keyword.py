"""Keywords that are typed wrong."""

from collections.abc import Sequence
from functools import lru_cache

from awsbatch.fault.error import ScriptError
from awsbatch.fault.suggestion import nearest
from awsbatch.language.model import Word
from awsbatch.language.name import KEYWORDS

_FIRST = sorted(KEYWORDS - {"in"})
# Closer than for suggestions, since most lines begin with a service.
_LIKENESS = 0.75
_THIRD = {"in": "for", "=": "while"}
"""What begins a block by the third word of its line, which no command has."""


@lru_cache(maxsize=1024)
def meant(word: str) -> str | None:
    """Return the keyword that a first word was to be, which is neither one nor a service."""
    lowered = word.lower()
    for keyword in _FIRST:
        # Of a short word, two letters in each other's place are most of it.
        if sorted(keyword) == sorted(lowered):
            return keyword
    return nearest(lowered, _FIRST, likeness=_LIKENESS)


def refuse_loop(words: Sequence[Word], before: str = "") -> None:
    """Raise `ScriptError` for a `for` or a `while` that is typed wrong, after `before`."""
    if kind := loop(words):
        raise ScriptError(
            f"there is no statement `{before}{words[0].literal}`",
            place=words[0].place,
            hint=f"write `{before}{kind}`",
        )


def loop(words: Sequence[Word]) -> str | None:
    """Return the keyword that the first word of a line was to be, by what follows; or None."""
    kind = _THIRD.get(words[2].literal or "") if words[2:] else None
    if kind is None:
        return None
    word = words[0].literal or ""
    return kind if meant(word) == kind or nearest(word, [kind]) is not None else None
