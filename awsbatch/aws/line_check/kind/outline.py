"""The outline of a line: all of its words but those that the AWS CLI takes for values.

The CLI's parsers tell options from values by their first character. So lines of
one outline are parsed alike, whatever their values are.
"""

from collections.abc import Hashable, Sequence
from typing import TypeAlias

from awsbatch.aws.line_check.placeholder_word import has_hole, is_hole

Outline: TypeAlias = tuple[Hashable, ...]

# A service and an operation, or more.
_NAMES = 2
# An outline is kept: it is no place for a whole document.
_LONGEST = 1000


def outline(texts: Sequence[str], ignored: Sequence[str]) -> tuple[Outline, list[int]] | None:
    """Return the outline of a line, and the indices of the words that are values in it.

    `texts` are its words with tokens for holes, `ignored` the codes that are to
    count as success. Return None for a line that has none.
    """
    key: list[Hashable] = [tuple(ignored)]
    values: list[int] = []
    is_named, names = False, 0
    for at, text in enumerate(texts):
        if text[:1] == "-":
            is_named, names = is_named or names >= _NAMES, 0
            name, _, value = text.partition("=")
            if value and name[:2] == "--":
                # Where argparse does not know the name, it asks for the space.
                key.append((name, " " in value, has_hole(value)))
                values.append(at)
                continue
        # No command has a name with a `/` in it.
        elif (is_named or ("/" in text and at >= _NAMES)) and _is_value(text):
            key.append(has_hole(text))
            values.append(at)
            continue
        else:
            names += 1
        if len(text) > _LONGEST:
            return None
        key.append(text)
    return tuple(key), values


def _is_value(text: str) -> bool:
    """Return whether the parsers take a word without a dash for a value by its place alone."""
    # Operations know the word `help`; a whole hole may be several words.
    return text not in {"", "help"} and not is_hole(text)
