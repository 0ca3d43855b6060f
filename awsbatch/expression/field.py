"""The fields of an expression, and what was meant as a string, a function or an empty list.

JMESPath evaluates a field that no element has to null. A string in the wrong
quotes, or a function without parentheses, would silently select nothing.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from awsbatch.expression import interpreter, scanner
from awsbatch.expression.syntax_fault import EMPTY_LIST, ExpressionError

_PLAIN = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def walk(node: Any, *, root: bool = True) -> Iterator[tuple[Any, bool]]:
    """Yield every node, and whether it is evaluated on the script's names, not on an element."""
    yield node, root
    match node["type"]:
        case "slice":
            # The children of a slice are numbers, not nodes.
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
            # `@` at the root is the object of all names, so `@.a` refers to the name `a`.
            same = root and first["type"] == "current"
            for index, child in enumerate(others):
                yield from walk(child, root=same and not index)
        case _:
            for child in node["children"]:
                yield from walk(child, root=root)


def check_field(node: Any, text: str, *, root: bool) -> None:
    """Raise `ExpressionError` if a part of this node was meant as something else."""
    match node["type"]:
        case "pipe":
            _refuse_function(node["children"][1], text)
        case "index_expression" if root:
            _refuse_list_of_one(node, text)
        case "projection" if root:
            _refuse_empty_list(node, text)
        case "comparator" if not root:
            left, right = node["children"]
            _refuse_empty_list(left, text)
            _refuse_empty_list(right, text)
            _refuse_string(left, text, only_plain=True)
            _refuse_string(right, text, only_plain=False)
        case _:
            pass


def compared(node: Any, text: str) -> Iterator[tuple[str, int]]:
    """Yield the unquoted fields that a filter compares with, and their start in the text."""
    if node["type"] == "comparator":
        yield from _bare(node["children"][1:], text)
    elif node["type"] == "filter_projection":
        for inner, _ in walk(node["children"][2]):
            if inner["type"] == "function_expression":
                yield from _bare(inner["children"], text)


def _bare(operands: Sequence[Any], text: str) -> Iterator[tuple[str, int]]:
    for operand in operands:
        # In `x || default`, the field is the `x`.
        first = operand["children"][0] if operand["type"] == "or_expression" else operand
        if first["type"] == "field" and text[first["start"]] != '"':
            yield first["value"], first["start"]


def _refuse_empty_list(node: Any, text: str) -> None:
    """Raise `ExpressionError` for a `[]` that follows nothing, and that nothing follows."""
    match node:
        case {
            "type": "projection",
            "children": [{"type": "flatten", "start": start}, {"type": "identity"}],
        }:
            message = "`[]` is a step of a path, not an empty list"
            raise ExpressionError(message, start, scanner.width(text, start), EMPTY_LIST)
        case _:
            pass


def _refuse_list_of_one(node: Any, text: str) -> None:
    """Raise `ExpressionError` for a `[1]` that follows nothing, where there is no list."""
    match node["children"]:
        case [{"type": "identity"}, {"type": "index", "value": index, "at": start}, *_]:
            message = f"`[{index}]` is a step of a path, not a list of one number"
            hint = f"write it between backquotes: `[{index}]`"
            raise ExpressionError(message, start, scanner.width(text, start), hint)
        case _:
            pass


def _refuse_function(node: Any, text: str) -> None:
    """Raise `ExpressionError` for `x | upper`, which calls a function in Jinja and jq."""
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
    """Raise `ExpressionError` for a quoted field such as `"running"`, meant as a string.

    With `only_plain`, accept a field that needs its quotes, such as `"a-b"`.
    """
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
