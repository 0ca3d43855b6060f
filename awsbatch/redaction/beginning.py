"""Texts, by what they begin with."""

from bisect import bisect_left, insort
from collections.abc import Iterable

_FIRST = 3
"""How many characters tell most texts from others."""


class Beginnings:
    """Texts of which one may have begun where another ends; for one thread at a time."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = sorted(texts)
        self._first = {text[:_FIRST] for text in self._texts}
        self._longest = max(map(len, self._texts), default=0)

    def add(self, text: str) -> None:
        """Add a text."""
        insort(self._texts, text)
        self._first.add(text[:_FIRST])
        self._longest = max(self._longest, len(text))

    def size(self, text: str) -> int:
        """Return how much of the end of a text is what one of these begins with, or all of it."""
        last = len(text) - _FIRST
        for start in range(max(len(text) - self._longest, 0), len(text)):
            if (start > last or text[start : start + _FIRST] in self._first) and self._has(
                text[start:]
            ):
                return len(text) - start
        return 0

    def _has(self, beginning: str) -> bool:
        at = bisect_left(self._texts, beginning)
        return at < len(self._texts) and self._texts[at].startswith(beginning)
