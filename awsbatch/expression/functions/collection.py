"""Functions of lists and objects."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from awsbatch.expression.functions.number import whole
from awsbatch.expression.functions.signature import EvaluationError, kind, takes

_PAIR = 2


class CollectionFunctions:
    """The functions that take lists and objects apart, or put them together."""

    @takes(["array"])
    def _func_unique(self, elements: Sequence[object]) -> list[object]:
        """Return the first of the elements that are equal, in their order; 1 is 1.0, not true."""
        firsts: dict[Hashable, object] = {}
        for element in elements:
            firsts.setdefault(_identity(element), element)
        return list(firsts.values())

    @takes(["array"], variadic=True)
    def _func_zip(self, *lists: Sequence[object]) -> list[list[object]]:
        """Return the first elements of each list, then the second, as far as the shortest goes."""
        return [list(elements) for elements in zip(*lists, strict=False)]

    @takes(["object"])
    def _func_items(self, values: Mapping[str, object]) -> list[list[object]]:
        """Return a list of key and value for each key of an object."""
        return [[key, value] for key, value in values.items()]

    @takes(["array"])
    def _func_from_items(self, items: Sequence[object]) -> dict[str, object]:
        """Make an object of lists of key and value; the last of equal keys counts.

        An element that is not such a list, or a key that is not a string, is an
        error.
        """
        return dict(_pair(item) for item in items)

    @takes(["array"], ["expref"])
    def _func_group_by(self, elements: Sequence[object], key: Any) -> dict[str, list[object]]:
        """Give, for each value of an `&expression`, the elements that have it, in their order.

        A value that is not a string is an error, null as well, where the
        community's specification drops the element.
        """
        groups: dict[str, list[object]] = {}
        for element in elements:
            name = key.visit(key.expression, element)
            if not isinstance(name, str):
                hint = "give a default: &(x || 'none')" if name is None else "write &to_string(…)"
                message = "`group_by()` takes an `&expression` that returns a string"
                raise EvaluationError(f"{message}, found {kind(name)}", hint)
            groups.setdefault(name, []).append(element)
        return groups

    @takes(["array"], ["number"])
    def _func_chunk(self, elements: Sequence[object], size: float) -> list[list[object]]:
        """Return the elements in lists of `size`, which is at least 1; the last may be shorter."""
        step = whole(size, "chunk", least=1)
        return [list(elements[start : start + step]) for start in range(0, len(elements), step)]


def _identity(value: object) -> Hashable:
    """Return what is equal for values that JMESPath finds equal, however deep."""
    match value:
        case bool():
            return bool, value
        case list():
            return list, tuple(_identity(element) for element in value)
        case dict():
            return dict, frozenset((key, _identity(element)) for key, element in value.items())
        case _:
            return value


def _pair(item: object) -> tuple[str, object]:
    if not isinstance(item, list):
        raise _no_pair(kind(item))
    if len(item) != _PAIR:
        raise _no_pair(f"a list of {len(item)}")
    key, value = item
    if not isinstance(key, str):
        raise EvaluationError(
            f"`from_items()` takes keys that are strings, found {kind(key)}",
            None if key is None else "to_string(…) converts it to a string",
        )
    return key, value


def _no_pair(given: str) -> EvaluationError:
    return EvaluationError(
        f"`from_items()` takes a list of [key, value] lists, found one that contains {given}",
        "write from_items(x[*].[Key, Value])",
    )
