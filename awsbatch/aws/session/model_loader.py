"""botocore's loader of services' models, for several threads at once."""

import os
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from threading import RLock
from typing import Any

import botocore.loaders

_EXTENSIONS = (".json", ".json.gz")


class Loader(botocore.loaders.Loader):  # type: ignore[misc]
    """botocore's, which keeps what it has loaded, but loads nothing for two threads at once.

    It also looks once for the files that there are, and not for each type of them.
    """

    _loading = RLock()

    def list_available_services(self, type_name: str) -> list[str]:
        """Return the services that have data of this type, sorted."""
        found = (self._services.get(f"{type_name}{extension}", ()) for extension in _EXTENSIONS)
        return sorted(set().union(*found))

    @cached_property
    def _services(self) -> Mapping[str, set[str]]:
        """The services by the names of the files that they have, in any version."""
        services = defaultdict(set)
        for path in self._potential_locations():
            for service in _folders(path):
                for version in _folders(service.path):
                    for file in os.listdir(version.path):  # noqa: PTH208 (only names)
                        services[file].add(service.name)
        return services

    def load_service_model(self, *args: Any, **kwargs: Any) -> Any:
        """Load a model, or give the one that was."""
        with self._loading:
            return super().load_service_model(*args, **kwargs)

    def load_data(self, *args: Any, **kwargs: Any) -> Any:
        """Load other data, or give what was."""
        with self._loading:
            return super().load_data(*args, **kwargs)


def _folders(path: str) -> list[os.DirEntry[str]]:
    with os.scandir(path) as entries:
        return [entry for entry in entries if entry.is_dir()]
