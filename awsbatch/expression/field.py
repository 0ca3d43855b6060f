"""The fields of an expression, and those that were meant for something else.

JMESPath computes null from a field that no element has, so that a string in
the wrong quotes or a function without brackets would choose nothing, silently.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from awsbatch.expression import interpreter, scanner
from awsbatch.expression.syntax_fault import ExpressionError

_PLAIN = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def walk(node: Any, *, root: bool = True) -> Iterator[tuple[Any, bool]]:
    """Yield every node, and whether its value is that of the names and not of an element."""
    yield node, root
    match node["type"]:
        case "slice":
            # Its children are numbers.
            return
        case "expref":
            yield from walk(node["children"][0], root=False)
        case "projection" | "filter_projection" | "value_projection":
            first, *others = node["children"]
            yield from walk(first, root=root)
            for child in others:
                yield from walk(child, root=False)
        case "subexpression" | "index_expression" | "pipe":
            first, *others = node["children"]
            yield from walk(first, root=root)
            # `@` at the root is the names themselves, so that `@.a` is `a`.
            same = root and first["type"] == "current"
            for index, child in enumerate(others):
                yield from walk(child, root=same and not index)
        case _:
            for child in node["children"]:
                yield from walk(child, root=root)


def check_field(node: Any, text: str, *, root: bool) -> None:
    """Raise ExpressionError for a field of this node that was meant for a function or a string."""
    match node["type"]:
        case "pipe":
            _refuse_function(node["children"][1], text)
        case "comparator" if not root:
            left, right = node["children"]
            _refuse_string(left, text, only_plain=True)
            _refuse_string(right, text, only_plain=False)
        case _:
            pass


def compared(node: Any, text: str) -> Iterator[tuple[str, int]]:
    """Yield the bare fields that a filter holds against others, and where they begin."""
    if node["type"] == "comparator":
        yield from _bare(node["children"][1:], text)
    elif node["type"] == "filter_projection":
        for inner, _ in walk(node["children"][2]):
            if inner["type"] == "function_expression":
                yield from _bare(inner["children"], text)


def _bare(operands: Sequence[Any], text: str) -> Iterator[tuple[str, int]]:
    for operand in operands:
        # Of `x || default`, it is the `x`.
        first = operand["children"][0] if operand["type"] == "or_expression" else operand
        if first["type"] == "field" and text[first["start"]] != '"':
            yield first["value"], first["start"]


def _refuse_function(node: Any, text: str) -> None:
    """Refuse `x | upper`, which in Jinja and jq calls a function."""
    if node["type"] != "field" or node["value"] not in interpreter.TABLE:
        return
    name, start = node["value"], node["start"]
    if text[start] != '"':
        raise ExpressionError(
            f"`{name}` after a `|` is a field, not the function",
            start,
            len(name),
            f"write `{name}(…)` around it, or `@.{name}` for the field",
        )


def _refuse_string(node: Any, text: str, *, only_plain: bool) -> None:
    """Refuse `"running"`, unless it needs its quotes and stands where a field does."""
    if node["type"] != "field" or text[node["start"]] != '"':
        return
    name, start = node["value"], node["start"]
    if only_plain and not _PLAIN.fullmatch(name):
        return
    width = scanner.width(text, start)
    shown = text[start : start + width]
    raise ExpressionError(
        f"`{shown}` is a field, not a string",
        start,
        width,
        f"write a string in single quotes: '{name}'",
    )
