"""Operators of other languages that JMESPath lacks, and the functions that do the same.

What is proposed is made of the operands as they are written: it can be typed
in place of the operator and what stands around it.
"""

import re

_STRING = r"'(?:[^'\\]|\\.)*'"
# A path or a call whose arguments are not calls themselves: what is longer is not repeated.
_PATH = r"\$?[A-Za-z_]\w*(?:\([^()]*\))?(?:\.(?:\w+|\"[^\"]+\")|\[-?\d+\])*"
_OPERAND = rf"(?:{_STRING}|`[^`]*`|\d+(?:\.\d+)?|{_PATH})"
_SUM = re.compile(rf"{_OPERAND}(?:\s*\+\s*{_OPERAND})+")
_INDEXED = re.compile(rf"({_PATH})\s*\[((?:[^\[\]?]|\[-?\d+\])*)")
_SLICE = re.compile(r"([^:]*):([^:]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WHOLE = re.compile(r"-?\d+")
_KEY = re.compile(r"(?:'([^'\\]+)'|\"([^\"\\]+)\")")
_SIMPLE = re.compile(rf"-?\s*{_OPERAND}")


def added(text: str, position: int) -> str:
    """Return a hint for the `+` at a position."""
    for match in _SUM.finditer(text):
        if match.start() <= position < match.end():
            operands = re.findall(_OPERAND, match[0])
            if any(operand[0] == "'" for operand in operands):
                return f"write `join('', [{', '.join(operands)}])`"
            if any(operand[0] in "`0123456789" for operand in operands):
                return f"write `{_nested(operands)}`"
            return f"write `{_nested(operands)}`, or `join('', [{', '.join(operands)}])` for text"
    return "write `add(a, b)`, or `join('', [a, b])` for text"


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
    if _SUM.fullmatch(inside):
        return _nested(re.findall(_OPERAND, inside))
    if not _SIMPLE.fullmatch(inside):
        return "index"
    if inside.startswith("-"):
        return f"subtract(length({path}), {inside[1:].strip()})"
    return inside


def _sliced(path: str, first: str, last: str) -> str:
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


def _nested(operands: list[str]) -> str:
    total, *others = operands
    for operand in others:
        total = f"add({total}, {operand})"
    return total
