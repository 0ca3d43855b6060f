"""Which values can be compared: JMESPath gives null or false for the others, without a word."""

import re

from awsbatch.expression.functions.clock import is_time
from awsbatch.expression.functions.signature import TO_NUMBER, TO_SECONDS, EvaluationError

# jmespath 1.1: the names of its comparators that need an order.
ORDERING = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
"""The comparators that need an order, as they are written."""
_ORDERED = frozenset(["a number", "a string"])
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
_SCALARS = _ORDERED | {"a boolean"}


def is_refused(comparator: str, left: str, right: str) -> bool:
    """Return whether values of these kinds, neither of which is null, cannot be compared."""
    if left == right:
        return comparator in ORDERING and left not in _ORDERED
    return comparator in ORDERING or (left in _SCALARS and right in _SCALARS)


def refusal(
    comparator: str, left: str, right: str, text: str, *, is_literal: bool = False
) -> EvaluationError:
    """Return the error of comparing such values; `text` is the one that is a string, if known.

    `is_literal` says that the author of the expression wrote that string.
    """
    hint = number_hint(text) if {left, right} == _ORDERED else None
    if hint is not None and is_literal:
        hint = unquoted(text) or hint
    if comparator in ORDERING:
        takes = f"`{ORDERING[comparator]}` compares two numbers or two strings"
        return EvaluationError(f"{takes}, found {left} and {right}", hint)
    return EvaluationError(
        f"{left} is never equal to {right}",
        hint or "a string is written 'true', a boolean `true`",
    )


def unquoted(text: str) -> str | None:
    """Return a hint for a number that is written as a string, or None for other strings."""
    return f"write a number without quotes: `{text}`" if _NUMBER.fullmatch(text) else None


def number_hint(text: str) -> str:
    """Return how a string, which is empty if not known, becomes the number that it stands for."""
    if not text:
        return "epoch(…) converts a time, and to_number(…) another string, to a number"
    if is_time(text):
        return TO_SECONDS
    return TO_NUMBER
