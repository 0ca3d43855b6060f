"""Dataclasses that nothing changes, which the type checker enforces.

Python's own `frozen` sets each field by a call: an object takes four times as
long to make, and each line of a script needs some twenty objects.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    # The standard library has it only from Python 3.11; type checkers bring their own.
    from typing_extensions import dataclass_transform

    @dataclass_transform(frozen_default=True, field_specifiers=(field,))
    def record(cls: type[T]) -> type[T]:
        """Return the class as an immutable dataclass with slots, equal and hashed by fields."""
        return cls

else:

    def record(cls: type[T]) -> type[T]:
        """Return the class as a dataclass with slots, equal and hashed by its fields."""
        return dataclass(slots=True, unsafe_hash=True)(cls)
