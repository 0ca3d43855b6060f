"""The values of a line that are judged by themselves, whatever else is in the line."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from awsbatch.aws.line_check.placeholder_word import PlaceholderWord
from awsbatch.contract.finding import Finding

Judge: TypeAlias = Callable[[list[PlaceholderWord]], Iterable[Finding]]
"""Finds what is wrong with the values of a slot."""

_MOST_ACCEPTED = 20
_LONGEST = 200
# What is in a file may change while a script runs.
_FILE = re.compile("fileb?://")


class Slot:
    """The place of some values in the lines of one outline, such as those of one option."""

    def __init__(
        self,
        values: Sequence[PlaceholderWord],
        judge: Judge,
        *,
        is_free: bool = False,
        is_alike: bool = False,
        looks_at_files: bool = False,
    ) -> None:
        """Begin with the values in one of the lines.

        `is_free` says that any plain text is right, `is_alike` that all of them
        may be wrong in the same way, and `looks_at_files` that a verdict holds
        only while the files stay as they are.
        """
        self._judge = judge
        self.is_free = is_free
        self.is_alike = is_free or is_alike
        self._looks_at_files = looks_at_files
        self._values = values
        self._places = [(value.place, value.offset) for value in values]
        self._accepted: set[tuple[str, ...]] = set()
        """Values that nothing is wrong with."""

    @property
    def words(self) -> list[int]:
        """The indices of the words that the values are in."""
        return [place for place, _ in self._places]

    def accepts(self, texts: Sequence[str]) -> bool:
        """Return whether nothing is wrong with the values in the words of a line."""
        values = tuple([texts[place][offset:] for place, offset in self._places])
        if (self.is_free and all(map(is_plain, values))) or values in self._accepted:
            return True
        words = [PlaceholderWord(texts[at], at).after(offset) for at, offset in self._places]
        if any(self._judge(words)):
            return False
        if len(self._accepted) < _MOST_ACCEPTED and self._lasts(values):
            self._accepted.add(values)
        return True

    def fixed(self) -> "Slot":
        """Return the slot of the same words that takes only the values that this one began with."""
        wanted = [*self._values]
        lasts = self._lasts(wanted)
        return Slot(wanted, lambda found: () if lasts and found == wanted else _ANOTHER)

    def _lasts(self, values: Sequence[str]) -> bool:
        """Return whether a verdict on values can be kept."""
        return not self._looks_at_files and all(
            len(value) <= _LONGEST and not _FILE.search(value) for value in values
        )


_ANOTHER = (Finding(0, "another value"),)


def is_plain(text: str) -> bool:
    """Return whether the AWS CLI takes a text, which is not empty, for nothing but a string."""
    return "://" not in text and "@=" not in text and text.lstrip()[:1] not in ("", "[", "{")
