"""What a run did, held against what was planned."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Object: TypeAlias = Mapping[str, Any]
"""What `--json` writes of a command."""

_PLACEHOLDER = re.compile(r"(<<.*?>>)", re.DOTALL)


class Plan:
    """The commands of a plan, each until it was run as often as it may be."""

    def __init__(self, objects: Sequence[Object]) -> None:
        planned = [each for each in objects if each["status"] == "planned"]
        self.words = [_words(each) for each in planned]
        self._once = Counter(_words(each) for each in planned if not each["open"])
        self._often = [_pattern(_words(each)) for each in planned if each["open"]]

    def has(self, command: Object) -> bool:
        """Take a command that was run from the plan, and return whether it was in it."""
        words = _words(command)
        for likely in ([words], [*self._once]):
            for planned in likely:
                if self._once[planned] and _pattern(planned).fullmatch(_line(words)):
                    self._once -= Counter([planned])
                    return True
        return any(pattern.fullmatch(_line(words)) for pattern in self._often)

    @property
    def left(self) -> list[tuple[str, ...]]:
        """What should have been run, and was not."""
        return [*self._once.elements()]


def _words(command: Object) -> tuple[str, ...]:
    return tuple(command["argv"])


def _line(words: Sequence[str]) -> str:
    return "".join(f"{word}\0" for word in words)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("".join(f"{_value(word)}\0" for word in words))


def _value(word: str) -> str:
    """Return a pattern of a word: what is unknown of it is any text, and a whole one any words."""
    if _PLACEHOLDER.fullmatch(word):
        return "(?s:.+)"
    parts = _PLACEHOLDER.split(word)
    return "".join("[^\0]*" if number % 2 else re.escape(part) for number, part in enumerate(parts))
