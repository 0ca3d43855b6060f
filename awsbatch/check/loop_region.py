"""The regions that a loop goes through, as its literal words name them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from awsbatch.language.model import Capture, Defaults, For, Run, Statement, Word
from awsbatch.language.names_set import names_set, within

_OPTION = "--region"
_ENDPOINT = "--endpoint-url"


def loop_regions(statement: Statement) -> Iterator[Word]:
    """Yield the literal words of each `for` in a statement whose name is a `--region` in it."""
    for loop in within((statement,)):
        if isinstance(loop, For) and _is_region(loop):
            yield from (word for word in loop.words if word.literal)


def _is_region(loop: For) -> bool:
    lines = [_words(statement) for statement in within(loop.body)]
    if any(word.starts_with(_ENDPOINT) for line in lines for word in line):
        return False
    is_given = any(
        option.literal == _OPTION and _is_value_of(loop.name, value)
        for line in lines
        for option, value in pairwise(line)
    )
    return is_given and loop.name not in names_set(loop.body)


def _is_value_of(name: str, word: Word) -> bool:
    placeholder = word.placeholder
    return placeholder is not None and placeholder.expression.source.strip() == name


def _words(statement: Statement) -> Sequence[Word]:
    match statement:
        case Run(command) | Capture(_, command):
            return command.words
        case Defaults(words):
            return words
        case _:
            return ()
