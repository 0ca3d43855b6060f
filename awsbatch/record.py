"""Dataclasses that nothing changes, as the type checker sees to.

Python's own `frozen` sets each field by a call, so that an object takes four
times as long to make, and a line of a script comes to some twenty of them.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    # The standard library has it from Python 3.11; the type checker brings its own.
    from typing_extensions import dataclass_transform

    @dataclass_transform(frozen_default=True, field_specifiers=(field,))
    def record(cls: type[T]) -> type[T]:
        """Make a dataclass with slots, equal and hashed by its fields."""
        return cls

else:

    def record(cls: type[T]) -> type[T]:
        """Make a dataclass with slots, equal and hashed by its fields."""
        return dataclass(slots=True, unsafe_hash=True)(cls)
