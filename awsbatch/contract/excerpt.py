"""Commands cut down to what tells, for messages; whole, they are lines to paste."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from awsbatch.contract.quoting import joined
from awsbatch.record import record

Group: TypeAlias = tuple[str, ...]
"""An option with what follows it, or one word that belongs to no option."""

_MOST_CHARACTERS = 240
_MOST_LINES = 3
_MOST_OF_A_WORD = 60
_BEGINNING = 36
_MOST_VALUES = 3
_GAP = "…"
# Global options before the service that take no value, besides those that begin with `--no-`.
_FLAGS = {"--cli-auto-prompt", "--debug", "--v2-debug", "--version"}
# Of the parts of a command that messages say little by.
_DULL = {"--output", "--query", "--color"}


@record
class Parts:
    """A command's words, in the parts that can be told apart."""

    operation: Group
    """The service and what it is to do, such as `s3 rm` or `ec2 wait instance-running`."""
    groups: tuple[Group, ...]
    """The others, in their order."""

    def by_name(self) -> dict[str, Group]:
        """Return the groups by the names of their options, or by their numbers."""
        return {
            group[0] if _is_option(group[0]) else str(number): group
            for number, group in enumerate(self.groups)
        }


def parts(argv: Sequence[str]) -> Parts:
    """Return the parts of a command whose first word is `aws`."""
    first = [*_leading(argv)]
    start = 1 + sum(map(len, first))
    end = start
    while end < min(start + _operation_words(argv[start:]), len(argv)):
        end += 1
    return Parts(tuple(argv[start:end]), (*first, *_groups(argv[end:])))


def cut(argv: Sequence[str], tells: Sequence[str] = ()) -> str:
    """Return a command for a message: whole if it is short, else cut to a few lines.

    Long words and long lists of values lose their middle. Where that is not
    enough, parts are left out, first those without any of the texts in `tells`.
    """
    whole = joined(argv)
    if len(whole) <= _MOST_CHARACTERS and whole.count("\n") < _MOST_LINES:
        return whole
    found = parts(argv)
    shown = [shortened(group, tells) for group in found.groups]
    chosen = _fitting(shown, _telling(found.groups, tells), _MOST_CHARACTERS)
    texts = [text if number in chosen else _GAP for number, text in enumerate(shown)]
    return " ".join(["aws", *map(_word, found.operation), *_without_repeats(texts)])


def brief(groups: Sequence[Group], tells: Sequence[str] = (), *, most: int = 70) -> str:
    """Return those parts of a command that tell, in at most so many characters or one part.

    They are the parts that hold one of the texts in `tells`; if none does, the first.
    """
    telling = _telling(groups, tells)
    left = [
        group
        for number, group in enumerate(groups)
        if (number in telling if telling else group[0] not in _DULL)
    ] or groups
    shown = [shortened(group, tells) for group in left]
    chosen = _fitting(shown, set(), most)
    return " ".join(text for number, text in enumerate(shown) if number in chosen)


def shortened(group: Group, tells: Sequence[str] = ()) -> str:
    """Return a part of a command, without the middle of long words and lists."""
    option, values = (group[:1], group[1:]) if _is_option(group[0]) else ((), group)
    left = len(values) - _MOST_VALUES
    if left <= 1:
        return " ".join(_word(word, tells) for word in group)
    told = [values[number] for number in sorted(_telling([(each,) for each in values], tells))]
    shown = [_word(word, tells) for word in (*option, *(told or values)[:_MOST_VALUES])]
    return f"{' '.join(shown)} {_GAP} ({len(values)} values)"


def _leading(argv: Sequence[str]) -> Iterator[Group]:
    """Yield the global options before the service."""
    position = 1
    while position < len(argv) and _is_option(argv[position]):
        option = argv[position]
        is_alone = option in _FLAGS or option.startswith("--no-") or "=" in option
        yield tuple(argv[position : position + 2 - is_alone])
        position += 2 - is_alone


def _operation_words(words: Sequence[str]) -> int:
    """Return how many words say what a command does."""
    # The word after `wait` says what for.
    most = 3 if tuple(words[1:2]) == ("wait",) else 2
    return next((n for n, word in enumerate(words[:most]) if _is_option(word)), most)


def _groups(words: Sequence[str]) -> Iterator[Group]:
    start = 0
    for number, word in enumerate(words):
        if number > start and (_is_option(word) or not _is_option(words[start])):
            yield tuple(words[start:number])
            start = number
    if start < len(words):
        yield tuple(words[start:])


def _is_option(word: str) -> bool:
    return word.startswith("--") and len(word) > len("--")


def _telling(groups: Sequence[Group], tells: Sequence[str]) -> set[int]:
    """Return the numbers of the groups that hold one of some texts, each as exactly as any does.

    The value `1` of a loop is in `us-east-1` as well, and says nothing of it.
    """
    numbers: set[int] = set()
    for text in filter(None, tells):
        literal = re.escape(text)
        ways = (rf"\A{literal}\Z", rf"(?<!\w){literal}(?!\w)", literal)
        found = (
            {n for n, group in enumerate(groups) if any(re.search(way, word) for word in group)}
            for way in ways
        )
        numbers |= next(filter(None, found), set())
    return numbers


def _fitting(shown: Sequence[str], telling: set[int], most: int) -> set[int]:
    """Return the numbers of the parts to show: at least one, and first those that tell."""
    chosen: set[int] = set()
    for number in sorted(range(len(shown)), key=lambda number: number not in telling):
        most -= len(shown[number]) + 1
        if most < 0 and chosen:
            break
        chosen.add(number)
    return chosen


def _without_repeats(texts: Sequence[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        if text != _GAP or number == 0 or texts[number - 1] != _GAP:
            yield text


def _word(word: str, tells: Sequence[str] = ()) -> str:
    return joined([_middle_left_out(word, tells)])


def _middle_left_out(word: str, tells: Sequence[str]) -> str:
    """Return a word that is short, of one line, and has what tells."""
    if len(word) <= _MOST_OF_A_WORD and "\n" not in word:
        return word
    flat = " ".join(word.split())
    if len(flat) <= _MOST_OF_A_WORD:
        return flat
    end = flat[_BEGINNING - _MOST_OF_A_WORD + 1 :]
    begin = flat[:_BEGINNING]
    # What tells it from others may be in the middle.
    told = next((text for text in tells if text in flat and text not in (begin, end)), "")
    inside = f"{_middle_left_out(told, ())}{_GAP}" if told and told not in begin + end else ""
    return f"{begin}{_GAP}{inside}{end}"
