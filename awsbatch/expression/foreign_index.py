"""Computed indexes, slices and keys of other languages, and the functions that do the same.

What is proposed is made of the operands as they are written: it can be typed
in place of the path and its brackets.
"""

import re

from awsbatch.expression.foreign_arithmetic import OPERAND, PATH, computed

_INDEXED = re.compile(rf"({PATH})\s*\[((?:[^\[\]?]|\[-?\d+\])*)")
_SLICE = re.compile(r"([^:]*):([^:]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WHOLE = re.compile(r"-?\d+")
_KEY = re.compile(r"(?:'([^'\\]+)'|\"([^\"\\]+)\")")
_SIMPLE = re.compile(rf"-?\s*{OPERAND}")


def indexed(text: str, position: int) -> str | None:
    """Return a hint for a computed index, slice or key whose fault is at a position."""
    for match in _INDEXED.finditer(text):
        if match.start(2) <= position <= match.end():
            return _indexed(match[1], match[2].strip())
    return None


def _indexed(path: str, inside: str) -> str | None:
    if not inside or _NUMBER.fullmatch(inside):
        return None
    if key := _KEY.fullmatch(inside):
        name = key[1] or key[2]
        shown = name if re.fullmatch(r"[A-Za-z_]\w*", name) else f'"{name}"'
        return f"write `{path}.{shown}`"
    if bounds := _SLICE.fullmatch(inside):
        return _sliced(path, bounds[1].strip(), bounds[2].strip())
    return f"write `get({path}, {_index(path, inside)})`"


def _index(path: str, inside: str) -> str:
    if call := computed(inside):
        return call
    if not _SIMPLE.fullmatch(inside):
        return "index"
    if inside.startswith("-"):
        return f"subtract(length({path}), {inside[1:].strip()})"
    return inside


def _sliced(path: str, first: str, last: str) -> str:
    first, last = computed(first) or first, computed(last) or last
    for bound in (first, last):
        if bound and not _SIMPLE.fullmatch(bound) and not _WHOLE.fullmatch(bound):
            return f"write `slice({path}, from, to)`"
    if not first and not last.startswith("-"):
        return f"write `take({path}, {last})`"
    if not last:
        if first.startswith("-"):
            return f"write `slice({path}, {_bound(first)})`"
        return f"write `drop({path}, {first})`"
    return f"write `slice({path}, {_bound(first) or '0'}, {_bound(last)})`"


def _bound(bound: str) -> str:
    """Return one of Python's bounds, the negative of a name as a product."""
    if not bound.startswith("-") or _WHOLE.fullmatch(bound):
        return bound
    return f"multiply({bound[1:].strip()}, -1)"
