"""Modules of the AWS CLI that few commands use, imported when one of their names is used.

A fresh `aws` of version 1 imports all at its start, of every service. What is
taken from such a module is a class that is called, or a function, in the body
of another: until then, something stands for it that finds the real one.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from importlib import import_module
from types import ModuleType
from typing import Any

_VERBATIM = "AWSBATCH_VERBATIM"


@contextmanager
def imported_late(names: Mapping[str, str]) -> Iterator[None]:
    """Have modules that are imported in this block take `names` of other modules late.

    They are by the names of these modules, and separated by spaces; where
    there are none, the whole module is late, of which they then take more. Of
    `NAME()`, an object that the class has made is late as well.
    """
    stand_ins = [_StandIn(module, each.split()) for module, each in names.items()]
    if os.environ.get(_VERBATIM) == "1":
        stand_ins = []
    for each in stand_ins:
        sys.modules.setdefault(each.__name__, each)
    try:
        yield
    finally:
        for each in stand_ins:
            each.step_aside()


class _StandIn(ModuleType):
    """What stands for a module that is not imported yet."""

    def __init__(self, name: str, late: list[str]) -> None:
        super().__init__(name)
        vars(self)["late"] = {name.removesuffix("()"): self._late(name) for name in late}

    def __getattr__(self, name: str) -> Any:
        if name in vars(self)["late"]:
            return vars(self)["late"][name]
        if name.startswith("__"):
            raise AttributeError(name)
        return self.real(name)

    def _late(self, name: str) -> "_Late":
        if name.endswith("()"):
            return _LateMaker(partial(self.real, name.removesuffix("()")))
        return _Late(partial(self.real, name))

    def real(self, name: str) -> Any:
        """Return what the module itself has by a name."""
        self.step_aside()
        module = import_module(self.__name__)
        try:
            return getattr(module, name)
        except AttributeError:
            # A package has a module of its own only when that is imported.
            return import_module(f"{self.__name__}.{name}")

    def step_aside(self) -> None:
        """Have the module itself imported by whoever asks for it from now on."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


class _Late:
    """What stands for a class, a function or another object, until it is used."""

    def __init__(self, find: Callable[[], Any]) -> None:
        self._find = find

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._find()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._find(), name)

    def __mro_entries__(self, _: tuple[Any, ...]) -> tuple[Any, ...]:
        return (self._find(),)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._find())

    def __subclasscheck__(self, kind: type) -> bool:
        return issubclass(kind, self._find())


class _LateMaker(_Late):
    """What stands for a class whose objects are not made before they are used."""

    def __call__(self, *args: Any, **kwargs: Any) -> _Late:
        return _Late(cache(partial(super().__call__, *args, **kwargs)))
