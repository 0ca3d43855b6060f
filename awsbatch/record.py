"""Dataclasses that nothing changes, as the type checker sees to.

Python's own `frozen` sets each field by a call, so that an object takes four
times as long to make, and a line of a script comes to some twenty of them.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    T = TypeVar("T", bound=type)

    def record(*, frozen: bool, slots: bool) -> Callable[[T], T]:
        """Do as `dataclass`, but leave out what refuses changes."""
        return dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["record"]
