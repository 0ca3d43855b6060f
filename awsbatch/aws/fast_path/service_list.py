"""The services that there are models of, from folders that are looked through once.

botocore looks through all folders of models for each of the types of files
that a service may have.
"""

import os
from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache
from typing import Any

import botocore.loaders

from awsbatch.aws.shortcut import Shortcut

# botocore 1.44 reads compressed models as well; version 2 of the AWS CLI has none.
_EXTENSIONS = tuple(getattr(botocore.loaders, "_JSON_OPEN_METHODS", (".json",)))


class ListingLoader(botocore.loaders.Loader):  # type: ignore[misc]
    """A loader of models that looks through the folders once."""

    def list_available_services(self, type_name: str) -> list[str]:
        """Return the services that have data of a type such as `service-2`, sorted."""
        return sorted(set().union(*(each.services(type_name) for each in self._folders)))

    @cached_property
    def _folders(self) -> Sequence["_Folder"]:
        paths = self._potential_locations()
        return [_own(path) if path == self.BUILTIN_DATA_PATH else _Folder(path) for path in paths]


class ServiceLists(Shortcut):
    """A loader of models lists the services once."""

    name = "lists of services"
    needs = (
        # botocore 1.44.
        "botocore.loaders:Loader.list_available_services",
        "botocore.loaders:Loader._potential_locations",
    )

    def loader(self, loader: Any) -> None:
        """Have the loader look through the folders once."""
        kind = type(loader)
        loader.__class__ = type(kind.__name__, (ListingLoader, kind), {})


class _Folder:
    """A folder of models, which has one of each service, with one of each version of its API."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._found: dict[str, Collection[str]] = {}

    def services(self, type_name: str) -> Collection[str]:
        """Return the services that have data of a type, in any version."""
        if type_name not in self._found:
            self._found[type_name] = self._having([type_name + each for each in _EXTENSIONS])
        return self._found[type_name]

    def _having(self, files: Sequence[str]) -> Collection[str]:
        # To ask for a file is many times faster than to list what else is beside it.
        return [name for name, folders in self._versions if _has_one(folders, files)]

    @cached_property
    def _versions(self) -> Sequence[tuple[str, Sequence[str]]]:
        """All services, and the folders of their versions."""
        with os.scandir(self._path) as entries:
            services = [(each.name, each.path) for each in entries if each.is_dir()]
        return [(name, _within(path)) for name, path in services]


def _within(path: str) -> Sequence[str]:
    return [f"{path}/{name}" for name in os.listdir(path)]  # noqa: PTH208 (for hundreds)


def _has_one(folders: Sequence[str], files: Sequence[str]) -> bool:
    isfile = os.path.isfile
    return any(isfile(f"{folder}/{file}") for folder in folders for file in files)


# Of botocore's own models, which stay as they are.
_own = lru_cache(maxsize=1)(_Folder)


SHORTCUTS = (ServiceLists,)
