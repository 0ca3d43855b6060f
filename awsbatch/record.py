"""Dataclasses that nothing changes, which the type checker enforces.

Python's own `frozen` sets each field by a call: an object takes four times as
long to make, and each line of a script needs some twenty objects. And Python
compiles five methods for each class when it is defined, which took a tenth of
the start of a run that uses a third of the classes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

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
        written = {**vars(cls)}
        made = dataclass(slots=True, init=False, repr=False, eq=False)(cls)
        for name, method in _methods(made, written).items():
            if name not in written:
                setattr(made, name, method)
        return made


def _methods(made: Any, written: dict[str, Any]) -> dict[str, Callable[..., Any]]:
    equal, hashed = _comparison(made)
    first_init = _first_init(made, written)
    return {"__init__": first_init, "__repr__": _repr, "__eq__": equal, "__hash__": hashed}


def _first_init(made: Any, written: dict[str, Any]) -> Callable[..., None]:
    """Return what makes the first object of a class, and then has Python's own make the others."""

    def first(self: Any, *args: Any, **kwargs: Any) -> None:
        made.__init__ = _own_init(made, written)
        made.__init__(self, *args, **kwargs)

    return first


def _own_init(made: Any, written: dict[str, Any]) -> Any:
    """Return the `__init__` of a class as a dataclass has it, from the class as it was written."""
    names = {name: each for name, each in written.items() if name not in _OF_OBJECTS}
    twin = type(made)(made.__name__, made.__bases__, names)
    return dataclass(repr=False, eq=False)(twin).__init__


def _comparison(made: Any) -> tuple[Callable[..., Any], Callable[..., int]]:
    """Return how objects of a class are compared, and how they are hashed."""
    names = [each.name for each in fields(made) if each.compare]
    values: Callable[[Any], object] = attrgetter(*names) if names else type

    def equal(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: Any) -> int:
        return hash(values(self))

    return equal, hashed


def _repr(self: Any) -> str:
    shown = [f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr]
    return f"{type(self).__qualname__}({', '.join(shown)})"


# Of every class whose objects have attributes of any name.
_OF_OBJECTS = {"__dict__", "__weakref__"}
