"""Faults that one mistake makes on many lines, gathered for a person."""

from collections.abc import Callable, Hashable, Iterable

from awsbatch.fault.error import AwsbatchError, ScriptError

_FEW = 3


def distinct(found: Iterable[AwsbatchError]) -> list[AwsbatchError]:
    """Return the errors and warnings that each have a cause of their own, with its other lines."""
    return _first(1, found, _cause)


def gathered(found: Iterable[AwsbatchError]) -> list[AwsbatchError]:
    """Return the errors and warnings to show: the first few of those alike in a file.

    The last of these few has the lines of the others.
    """
    return _first(_FEW, found, _looks)


def _first(
    few: int, found: Iterable[AwsbatchError], key: Callable[[AwsbatchError], Hashable]
) -> list[AwsbatchError]:
    """Return the first few errors of each key; those whose key is None are alike to none."""
    shown: list[AwsbatchError] = []
    alike: dict[Hashable, list[AwsbatchError]] = {}
    for error in found:
        name = key(error)
        others = [] if name is None else alike.setdefault(name, [])
        others.append(error)
        if len(others) <= few:
            shown.append(error)
    for several in alike.values():
        if len(several) > few:
            last = several[few - 1]
            lines = {each.position[0] for each in several[few:]}
            last.also = tuple(sorted(lines - {last.position[0]}))
    return shown


def _cause(error: AwsbatchError) -> Hashable:
    if error.place is None or not (isinstance(error, ScriptError) and error.once):
        return None
    # What is proposed may differ from line to line, although one change does for all.
    return error.message, error.place.file


def _looks(error: AwsbatchError) -> Hashable:
    if error.place is None:
        return None
    return type(error), error.message, error.hint, error.place.file
