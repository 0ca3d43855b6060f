"""Names of the AWS CLI's classes that ours replace, looked for at the start.

A version that calls them otherwise would never call what is put in their place, and say nothing.
"""

from collections.abc import Callable
from typing import TypeVar

_OURS = "awsbatch."
_Kind = TypeVar("_Kind", bound=type)


def replacing(*names: str) -> Callable[[_Kind], _Kind]:
    """Return a decorator of a class whose methods of these names replace those of the CLI's class.

    It raises `AttributeError` where that one has not all of them.
    """

    def looked_up(kind: _Kind) -> _Kind:
        look_for(next(each for each in kind.__mro__ if not _is_ours(each)), *names)
        return kind

    return looked_up


def look_for(kind: type, *names: str) -> None:
    """Raise `AttributeError` where objects of a class have not all of these attributes."""
    for name in names:
        if not have(kind, name):
            raise AttributeError(name=name, obj=kind)


def have(kind: type, name: str) -> bool:
    """Return whether objects of a class have an attribute, as far as `__init__` shows."""
    makers = (vars(each).get("__init__") for each in kind.__mro__)
    codes = (getattr(maker, "__code__", None) for maker in makers)
    return hasattr(kind, name) or any(name in code.co_names for code in codes if code is not None)


def _is_ours(kind: type) -> bool:
    return kind.__module__.startswith(_OURS)
