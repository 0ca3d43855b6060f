"""Reads the lines of one operation whose values are plain."""

from collections.abc import Mapping, Sequence
from typing import Any

from awsbatch.aws.fast_path.short_line.plain_option import MANY, PlainOption
from awsbatch.aws.placeholder_value import has_token

_FIRST_OPTION = 2
"""After the command and the operation."""


class LineReader:
    """Tells the kinds of an operation's lines, and what values they give."""

    def __init__(self, options: Mapping[str, PlainOption]) -> None:
        self._options = options

    def read(self, args: Sequence[str]) -> tuple[list[Any], dict[str, Any]] | None:
        """Return the kind of a line, and its values by their targets; None if it is not plain."""
        kind: list[Any] = []
        given: dict[str, Any] = {}
        at, end = _FIRST_OPTION, len(args)
        try:
            while at < end:
                name = args[at]
                option = self._options[name]
                kind.append(name)
                if option.length != 1:
                    at = _take(option, args, at + 1, given)
                    continue
                word = args[at + 1]
                at += 2
                if option.is_setting:
                    kind.append(_setting(word))
                elif option.is_odd(word):
                    return None
                else:
                    given[option.target] = word if option.convert is None else option.convert(word)
        except (KeyError, IndexError, ValueError):
            # Another option, a word too few, or no number.
            return None
        return kind, given


def _setting(word: str) -> str:
    if word[:1] == "-" or has_token(word):
        raise ValueError(word)
    return word


def _take(option: PlainOption, args: Sequence[str], start: int, given: dict[str, Any]) -> int:
    """Take the words from `start` on that belong to an option; return where the next one is."""
    if option.length != MANY:
        if not option.is_setting:
            given[option.target] = option.constant
        return start
    end = start
    while end < len(args) and args[end][:1] != "-":
        end += 1
    words = args[start:end]
    if not words or any(map(option.is_odd, words)):
        raise ValueError(words)
    given[option.target] = [*map(option.convert or str, words)]
    return end
