"""Whether an expression says itself that its value may be empty.

The literal `''` or `[]` on the right side of a `||` does, and a whole
placeholder that is one. Where neither stands, an empty value is most likely a
field that nothing has, and to an option it often means everything.
"""

from typing import Any


def is_meant(node: Any, key: str | int | None = None) -> bool:
    """Return whether a syntax tree's value may be empty, or the one under a key or index of it."""
    node = _result(node)
    if key is not None:
        return any(is_meant(inner) for inner in _inner(node, key))
    match node["type"]:
        case "literal":
            return node["value"] in ("", [])
        case "or_expression":
            return is_meant(node["children"][1])
        case _:
            return False


def _result(node: Any) -> Any:
    """Return the node whose value is the value of a path or a pipe."""
    while node["type"] in {"script", "pipe", "subexpression"}:
        node = node["children"][-1]
    return node


def _inner(node: Any, key: str | int) -> list[Any]:
    """Return the nodes whose value may be the one under a key or index of an object or list."""
    children = node["children"]
    match node["type"], key:
        case "multi_select_dict", str():
            return [pair["children"][0] for pair in children if pair["value"] == key]
        case "multi_select_list", int():
            return [*children[key : key + 1]]
        case "function_expression", str() if node["value"] == "merge":
            return [inner for child in children for inner in _inner(_result(child), key)]
        case _:
            return []
