"""The texts in a value, each of which may be a secret or hold one."""

from collections.abc import Iterator
from decimal import Decimal

_FEWEST = 4
"""How many characters a part of a value has: shorter ones are in all that is shown."""


def leaves(value: object) -> Iterator[str]:
    """Yield the strings in a value as JSON has it, and its numbers as texts.

    What is in an object or a list counts if it has four letters or digits, and
    the whole value in any case.
    """
    match value:
        case dict():
            for each in value.values():
                yield from filter(_is_long, leaves(each))
        case list():
            for each in value:
                yield from filter(_is_long, leaves(each))
        case str():
            yield value
        case bool() | None:
            return
        case int() | float():
            yield number_text(value)
        case _:
            return


def number_text(number: float) -> str:
    """Return a number as commands have it."""
    try:
        if isinstance(number, int):
            return str(number)
        return format(Decimal(repr(number)), "f").removesuffix(".0")
    except ValueError:
        # Python refuses to write a number of more than 4,300 digits.
        return ""


def _is_long(text: str) -> bool:
    return sum(map(str.isalnum, text)) >= _FEWEST
