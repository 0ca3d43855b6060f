"""The values of a run that nothing of awsbatch's own may show."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from awsbatch.contract.mask import MASK, Masked
from awsbatch.contract.word import Word
from awsbatch.fault.error import AwsbatchError

_FEWEST = 8
"""How many characters a secret has: emulators take `test`, which other words have in them."""

_MOST_SEEN = 1000
"""How many secrets of commands are looked for in others: a loop may have any number of them."""

_Mask: TypeAlias = Callable[[Sequence[Word]], Masked]


class Secrets:
    """The values that are known to be secret so far; they stay so until the run ends."""

    def __init__(self, mask: _Mask) -> None:
        """Begin without any; `mask` is as `CommandRunner.masked`."""
        self._mask = mask
        self._values: set[str] = set()
        self._seen: dict[str, None] = {}
        """Those that commands were shown without, in their order."""

    def add(self, values: Iterable[str | None]) -> None:
        """Keep values out of what is shown from now on; None, or a short stand-in, is none."""
        self._values.update(value for value in values if value and len(value) >= _FEWEST)

    def see(self, values: Iterable[str]) -> None:
        """Keep the secrets of a command out of what is shown of others, unless these are many."""
        self._seen.update((value, None) for value in values if len(value) >= _FEWEST)
        for value in [*self._seen][:-_MOST_SEEN]:
            self._seen.pop(value, None)

    def of(self, words: Sequence[Word], *, known: bool = True) -> Masked:
        """Return the words of a command as they may be shown; note its secrets if `known`."""
        found = self._mask(words)
        if known:
            self.see(found.sure)
        return replace(found, words=tuple(map(self.masked, found.words)))

    def masked(self, text: str) -> str:
        """Return a text with a mask in the place of each secret."""
        # Copies: threads that show a command add to them.
        found = [value for value in (*self._values, *self._seen) if value in text]
        # The longest first: a secret may be a part of another.
        for value in sorted(found, key=len, reverse=True):
            text = _without(value, text)
        return text

    def mask(self, error: AwsbatchError) -> None:
        """Mask the secrets in the message of an error, and in its hint."""
        error.message = self.masked(error.message)
        error.hint = error.hint and self.masked(error.hint)
        error.args = (error.message,)


def _without(value: str, text: str) -> str:
    """Return a text with a mask in the place of a value."""
    if not value.isalpha():
        return text.replace(value, MASK)
    # A password may be `password`, of which options have their names.
    return re.sub(rf"(?<![\w-]){value}(?![\w-])", MASK, text)
