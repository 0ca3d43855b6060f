"""What looks like the value of a name but is text: warnings, since text may be meant."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from awsbatch.expression.expression import Expression
from awsbatch.fault.error import ScriptWarning
from awsbatch.language.model import Word

_JINJA = re.compile(r"\{\{-?[ \t]*([A-Za-z_]\w*)[^{}]*\}\}", re.ASCII)


def in_braces(text: str) -> str | None:
    """Return the name in the first `{{name}}` of a text, or None."""
    match = _JINJA.search(text)
    return match[1] if match else None


def in_word(word: Word, is_set: Callable[[str], bool]) -> Iterator[ScriptWarning]:
    """Warn of `'<<name>>'` in single quotes and of `{{name}}`."""
    for quoted in word.quoted:
        if is_set(quoted.name):
            yield ScriptWarning(
                "this is not a placeholder: it is in single quotes",
                place=quoted.place,
                hint=f'for the value of `{quoted.name}`, write it in "…"',
            )
    yield from _jinja(word, is_set)


def in_expression(expression: Expression, is_set: Callable[[str], bool]) -> Iterator[ScriptWarning]:
    """Warn of a field in a filter's comparison that has the name of a value."""
    for name, place in expression.compared():
        # An author who writes `$name` too knows the one from the other.
        if is_set(name) and f"${name}" not in expression.source:
            yield ScriptWarning(
                f"`{name}` is a field of each element here, not the script's name",
                place=place,
                hint=f"write `${name}`, or `@.{name}` for the field",
            )


def bare_list(word: Word, is_set: Callable[[str], bool]) -> Iterator[ScriptWarning]:
    """Warn of `for x in list`, which has one round, for the word `list`."""
    name = word.literal or ""
    if is_set(name) and word.place.text.startswith(name, word.place.column - 1):
        yield ScriptWarning(
            f"this is the word `{name}`, not the value of that name",
            place=word.place,
            hint=f"write `<<{name}>>`",
        )


def _jinja(word: Word, is_set: Callable[[str], bool]) -> Iterator[ScriptWarning]:
    start = word.place.column - 1
    for match in _JINJA.finditer(word.place.text):
        name = match[1]
        if start <= match.start() < start + word.place.width and is_set(name):
            yield ScriptWarning(
                f"`{match[0]}` is not a placeholder",
                place=replace(word.place, column=match.start() + 1, width=len(match[0])),
                hint=f"for the value of `{name}`, write `<<{name}>>`",
            )
