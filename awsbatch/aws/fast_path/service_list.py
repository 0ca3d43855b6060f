"""The services that there are models of, listed once.

botocore looks through all folders of models for each of the types of files
that a service may have.
"""

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
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
        found = (self._services.get(f"{type_name}{extension}", ()) for extension in _EXTENSIONS)
        return sorted(set().union(*found))

    @cached_property
    def _services(self) -> Mapping[str, set[str]]:
        """The services that have a file of a name, such as `service-2.json`, in any API version."""
        services = defaultdict(set)
        for path in self._potential_locations():
            for file, service in _own(path) if path == self.BUILTIN_DATA_PATH else _listed(path):
                services[file].add(service)
        return services


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


@lru_cache(maxsize=1)
def _own(path: str) -> Collection[tuple[str, str]]:
    """Return the same of the folder of botocore's own models, which stays as it is."""
    return [*_listed(path)]


def _listed(path: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each file of a folder of models, with the service that it is of."""
    for service in _folders(path):
        for version in _folders(service.path):
            for file in os.listdir(version.path):  # noqa: PTH208 (only names)
                yield file, service.name


def _folders(path: str) -> list[os.DirEntry[str]]:
    with os.scandir(path) as entries:
        return [entry for entry in entries if entry.is_dir()]


SHORTCUTS = (ServiceLists,)
