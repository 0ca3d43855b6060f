"""Commands that change nothing and only wait for a state, such as `ec2 wait instance-running`."""

from collections.abc import Sequence
from itertools import pairwise

from awsbatch.contract.word import Word

WAIT: Word = ("wait",)
"""The word in the place of an operation that makes a command one of them."""


def only_waits(words: Sequence[Word]) -> bool:
    """Return whether the words after `aws` are such a command, global options before it or not."""
    if WAIT not in words:
        return False
    at = words.index(WAIT)
    if not at or _is_option(words[at - 1]):
        return False
    # Before the service there are options and their values only.
    before = [(), *words[: at - 1]]
    return all(_is_option(word) or _is_option(last) for last, word in pairwise(before))


def _is_option(word: Word) -> bool:
    first = word[0] if word else ""
    return isinstance(first, str) and first.startswith("-")
