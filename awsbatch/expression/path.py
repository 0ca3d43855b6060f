"""The steps of a path, `.field`, `[0]`, `[1:]`, `[*]`, `[]`, `[?…]` and `.*`, taken strictly.

JMESPath evaluates a step on a value that cannot have it to null, so that a
filter which runs into the elements of a list, for one, selects nothing
without a word. Here only null has every step, and gives null.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from awsbatch.expression.functions.signature import EvaluationError, kind

_SYMBOLS = {"projection": "[*]", "flatten": "[]", "filter_projection": "[?…]"}
# What makes a list of another value.
_LISTS = {
    "a string": "`lines(x)` and `split(x, ',')` make a list of a string",
    "an object": "`values(x)` makes a list of an object's values",
}
_LIST_OF_ONE = "`to_array(x)` makes a list of one value"


class StrictPaths:
    """What an interpreter does at a step of a path, in place of JMESPath's own."""

    # jmespath.visitor.TreeInterpreter has these, which only the home of jmespath may import.
    visit: Callable[[Any, Any], Any]
    _is_true: Callable[[Any], bool]

    def visit_field(self, node: Any, value: Any) -> Any:
        """Return a field of an object; raise `EvaluationError` for what has no fields."""
        if isinstance(value, dict):
            return value.get(node["value"])
        if value is None:
            return None
        raise no_field(kind(value), node["value"])

    def visit_index(self, node: Any, value: Any) -> Any:
        """Return the element at an index, or null if there is none."""
        elements = _list(node, value)
        index = node["value"]
        return elements[index] if -len(elements) <= index < len(elements) else None

    def visit_slice(self, node: Any, value: Any) -> Any:
        """Return a part of a list."""
        return None if value is None else _list(node, value)[slice(*node["children"])]

    def visit_flatten(self, node: Any, value: Any) -> Any:
        """Return a list with the elements of the lists in it, and its other elements."""
        base = self.visit(node["children"][0], value)
        if base is None:
            return None
        flat: list[object] = []
        for element in _list(node, base):
            flat += element if isinstance(element, list) else [element]
        return flat

    def visit_projection(self, node: Any, value: Any) -> Any:
        """Return what the rest of the path is for each element of a list, without nulls."""
        base = self.visit(node["children"][0], value)
        return None if base is None else self._collected(node, _list(node, base))

    def visit_filter_projection(self, node: Any, value: Any) -> Any:
        """Return what the rest of the path is for each element that a condition holds for."""
        left, _, condition = node["children"]
        base = self.visit(left, value)
        if base is None:
            return None
        elements = _list(node, base)
        kept = (each for each in elements if self._is_true(self.visit(condition, each)))
        return self._collected(node, kept)

    def visit_value_projection(self, node: Any, value: Any) -> Any:
        """Return what the rest of the path is for each value of an object, without nulls."""
        base = self.visit(node["children"][0], value)
        if base is None:
            return None
        if not isinstance(base, dict):
            raise no_object(kind(base))
        return self._collected(node, base.values())

    def _collected(self, projection: Any, elements: Iterable[Any]) -> list[Any]:
        rest = projection["children"][1]
        try:
            values = [self.visit(rest, element) for element in elements]
        except _NoListError as error:
            raise (of_element(projection, error.node, error.found) or error) from error
        return [value for value in values if value is not None]


class _NoListError(EvaluationError):
    """A step that is taken of a value which is no list."""

    def __init__(self, node: Any, found: str) -> None:
        self.node = node
        self.found = found
        super().__init__(f"`{_shown(node)}` takes a list, found {found}", _hint(node, found))


def no_list(step: Any, found: str) -> EvaluationError:
    """Return the error of a step that is taken of what is found, which is no list."""
    return _NoListError(step, found)


def no_object(found: str) -> EvaluationError:
    """Return the error of a `*` that is taken of what is found, which is no object."""
    hint = "`[*]` takes each element of a list" if found == "a list" else None
    return EvaluationError(f"`*` takes an object, found {found}", hint)


def no_field(found: str, name: str) -> EvaluationError:
    """Return the error of a field of what is found, which has none."""
    hint = f"`get(x, '{name}')` is null where x has no fields"
    if found == "a list":
        hint = f"write `[*].{name}` for that of each element, `[0].{name}` for the first's"
    return EvaluationError(f"{found} has no field `{name}`", hint)


def of_element(projection: Any, step: Any, found: str) -> EvaluationError | None:
    """Return the error of a step that is taken of each element, or None for any other step."""
    before, rest, *_ = projection["children"]
    shown = _shown(step)
    if any(each is step for each in _steps(rest)):
        return EvaluationError(
            f"`{shown}` is taken of each element here, and one of them is {found}",
            f"write `| {shown}` to take it of the whole list",
        )
    # In `{…}`, where nothing stands before it.
    if before["type"] == "flatten" and _begins(step):
        return EvaluationError(
            f"`{shown}` takes a list, found {found}",
            "write `[*]` in place of the `[]` before, which makes the lists in a list one",
        )
    return None


def _begins(step: Any) -> bool:
    """Return whether a step is taken of the element itself."""
    match step["children"]:
        case [{"type": "identity"}, *_]:
            return True
        case _:
            return False


def _list(node: Any, value: Any) -> Any:
    if isinstance(value, list):
        return value
    if value is None:
        return []
    raise no_list(node, kind(value))


def _steps(node: Any) -> Iterator[Any]:
    """Yield the steps of a path, the last one first, and not those within conditions and `{…}`."""
    while isinstance(node, dict) and node["type"] not in {"multi_select_dict", "multi_select_list"}:
        yield node
        first, *others = node["children"] or (None,)
        if node["type"] in {"index_expression", "subexpression"}:
            yield from others
        node = first


def _shown(node: Any) -> str:
    match node["type"]:
        case "index":
            return f"[{node['value']}]"
        case "slice":
            start, stop, step = ("" if each is None else each for each in node["children"])
            return f"[{start}:{stop}{f':{step}' if step else ''}]"
        case other:
            return _SYMBOLS[other]


def _hint(node: Any, found: str) -> str:
    match node["type"], found:
        case "index", _ if "begins" in node:
            # Alone in brackets, it was most likely meant as an element.
            return f"a list of one number is written between backquotes: `[{node['value']}]`"
        case "index", _:
            return f"`get(x, {node['value']})` is null where x is no list"
        case "slice", "a string":
            return "`slice(x, 0, 3)` takes a part of a string"
        case _:
            return _LISTS.get(found, _LIST_OF_ONE)
