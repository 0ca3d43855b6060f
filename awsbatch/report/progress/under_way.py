"""What tells the commands under way from others, on part of a line."""

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from awsbatch.contract import quoting
from awsbatch.event import Started

_MOST_NAMED = 8
_MOST_CHARACTERS = 32
"""Of a value: what tells long ones from each other is mostly at their ends."""


def told(under_way: Sequence[Started], before: Started | None) -> list[str]:
    """Return what tells the commands under way from each other, or one from that `before`.

    The first text tells most, and those after it are shorter.
    """
    match under_way:
        case []:
            return [""]
        case [only] if only.values:
            # The innermost loop is the one whose value the command before had not.
            levels = range(len(only.values))
            inside = [_values(only, levels[level:]) for level in levels]
            return [f"{inside[0]}: {_name(only)}", *inside]
        case [only]:
            return [_difference(only, before)]
        case _:
            return [_together(under_way)]


def _together(under_way: Sequence[Started]) -> str:
    return f"{len(under_way)} under way: {', '.join(_apart(under_way[:_MOST_NAMED]))}"


def _apart(commands: Sequence[Started]) -> list[str]:
    """Return what tells each command from the others."""
    rounds = [[value.text for value in each.values] for each in commands]
    depth = len(rounds[0])
    if all(len(each) == depth for each in rounds):
        varying = [level for level in range(depth) if len({each[level] for each in rounds}) > 1]
        if varying:
            return [_values(each, varying) for each in commands]
    others = [commands[-1], *commands[:-1]]
    return [_difference(each, other) for each, other in zip(commands, others, strict=True)]


def _values(command: Started, levels: Sequence[int]) -> str:
    return " ".join(_short(command.values[level].text) for level in levels)


def _difference(command: Started, other: Started | None) -> str:
    """Return the words of a command that another has not, or all if it is another operation."""
    words = [*command.argv]
    if other is not None and _name(other) == _name(command):
        had = Counter(other.argv)
        differing = [word for word in words if not had[word]]
        if differing:
            return quoting.joined(map(_short, differing))
    return quoting.joined(words[1:])


def _name(command: Started) -> str:
    """Return the words of a command up to its first option."""
    return " ".join(takewhile(lambda word: not word.startswith("-"), command.argv[1:3]))


def _short(text: str) -> str:
    if len(text) <= _MOST_CHARACTERS:
        return text
    return f"{text[:8]}…{text[9 - _MOST_CHARACTERS :]}"
