"""Changes of modules of the AWS CLI, made where and when they are imported.

A fresh `aws` imports few of them, and later versions import fewer.
"""

import sys
from collections import defaultdict
from collections.abc import Callable
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeAlias

_Change: TypeAlias = Callable[[Any], None]

_waiting: dict[str, list[_Change]] = defaultdict(list)
"""What is to be changed, by the name of a module that is not imported yet."""


def when_imported(name: str, change: _Change) -> None:
    """Have a module changed: now, if it is imported, or as soon as it is."""
    if name in sys.modules:
        change(sys.modules[name])
    else:
        _waiting[name].append(change)


class _Finder(MetaPathFinder):
    """Finds the modules that are to be changed, by the help of the other finders."""

    def find_spec(self, name: str, *_: Any) -> ModuleSpec | None:
        """Return the spec of a module that changes once it is imported."""
        # Taken out first: the others are asked by the same way.
        changes = _waiting.pop(name, None)
        spec = None if changes is None else find_spec(name)
        if spec is not None and spec.loader is not None and changes is not None:
            spec.loader = _Loader(spec.loader, changes)
        return spec


class _Loader(Loader):
    """Loads a module by the loader that was found for it, and changes it."""

    def __init__(self, loader: Loader, changes: list[_Change]) -> None:
        self._loader = loader
        self._changes = changes

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        self._loader.exec_module(module)
        for change in self._changes:
            change(module)


sys.meta_path.insert(0, _Finder())
