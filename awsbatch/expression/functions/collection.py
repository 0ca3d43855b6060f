"""Functions of lists and objects."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from awsbatch.expression.functions.number import whole
from awsbatch.expression.functions.signature import EvaluationError, kind, takes

_PAIR = 2
_MOST_NUMBERS = 1_000_000


class CollectionFunctions:
    """The functions that take lists and objects apart or build them."""

    @takes(["array"])
    def _func_unique(self, elements: Sequence[object]) -> list[object]:
        """Return the elements in their order without repeats; 1 equals 1.0, and not true."""
        firsts: dict[Hashable, object] = {}
        for element in elements:
            firsts.setdefault(_identity(element), element)
        return list(firsts.values())

    @takes(["array"], variadic=True)
    def _func_zip(self, *lists: Sequence[object]) -> list[list[object]]:
        """Return a list of the first elements, one of the second, up to the shortest list's end."""
        return [list(elements) for elements in zip(*lists, strict=False)]

    @takes(["object"])
    def _func_items(self, values: Mapping[str, object]) -> list[list[object]]:
        """Return a list [key, value] for each key of an object."""
        return [[key, value] for key, value in values.items()]

    @takes(["array"])
    def _func_from_items(self, items: Sequence[object]) -> dict[str, object]:
        """Return an object of [key, value] lists, of which the last wins if keys repeat.

        Raise `EvaluationError` for any other element, and for a key that is
        not a string.
        """
        return dict(_pair(item) for item in items)

    @takes(["array"], ["expref"])
    def _func_group_by(self, elements: Sequence[object], key: Any) -> dict[str, list[object]]:
        """Return the elements grouped by the string that an `&expression` evaluates to.

        Raise `EvaluationError` for any other value, even null, where the
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
        """Return the elements in lists of `size`, at least 1; the last may be shorter."""
        step = whole(size, "chunk", least=1)
        return [list(elements[start : start + step]) for start in range(0, len(elements), step)]

    @takes(["array"], ["number"])
    def _func_take(self, elements: Sequence[object], count: float) -> list[object]:
        """Return the first `count` elements."""
        return list(elements[: whole(count, "take", least=0)])

    @takes(["array"], ["number"])
    def _func_drop(self, elements: Sequence[object], count: float) -> list[object]:
        """Return all elements but the first `count`."""
        return list(elements[whole(count, "drop", least=0) :])

    @takes(["array", "string"], ["number"], ["number", "null"], optional=1)
    def _func_slice(self, value: Any, start: float, stop: float | None = None) -> Any:
        """Return a part of a list or a string, with bounds as Python's slices have them."""
        first = whole(start, "slice")
        return value[first : None if stop is None else whole(stop, "slice")]

    @takes(["object"], ["array-string", "string"])
    def _func_omit(self, values: Mapping[str, object], names: Any) -> dict[str, object]:
        """Return an object without the keys of these names, or of this one."""
        omitted = {names} if isinstance(names, str) else {*names}
        return {key: value for key, value in values.items() if key not in omitted}

    @takes([], ["string", "number"])
    def _func_get(self, value: Any, key: Any) -> object:
        """Return the value under a key or an index, or null, whatever the value is."""
        match value:
            case dict():
                return value.get(key)
            case list() if not isinstance(key, str) and key % 1 == 0:
                return value[int(key)] if -len(value) <= key < len(value) else None
            case _:
                return None

    @takes(["number"], ["number"], ["number"], optional=2)
    def _func_range(
        self, first: float, second: float | None = None, step: float = 1
    ) -> list[object]:
        """Return whole numbers from 0 or `first` on, up to the next argument and without it.

        Raise `EvaluationError` for a step of 0, and for more than a million numbers.
        """
        start, stop = (0, first) if second is None else (first, second)
        pace = whole(step, "range")
        if not pace:
            raise EvaluationError("`range()` takes a step other than 0")
        numbers = range(whole(start, "range"), whole(stop, "range"), pace)
        # Not len(), which fails for numbers beyond the machine's.
        if numbers[_MOST_NUMBERS:]:
            raise EvaluationError(f"`range()` gives at most {_MOST_NUMBERS:,} numbers")
        return list(numbers)


def _identity(value: object) -> Hashable:
    """Return a key that is equal for equal values, by JMESPath's rules at every depth."""
    match value:
        # Python's True equals 1, JMESPath's true does not.
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
