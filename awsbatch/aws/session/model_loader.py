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
    """A loader that loads each model for one thread, and lists the files of models once.

    botocore's keeps what it has loaded, but two threads at once load it twice.
    """

    # It guards what botocore's loader keeps. To load a model loads others on the way.
    _loading = RLock()

    def list_available_services(self, type_name: str) -> list[str]:
        """Return the services that have data of a type such as `service-2`, sorted."""
        found = (self._services.get(f"{type_name}{extension}", ()) for extension in _EXTENSIONS)
        return sorted(set().union(*found))

    @cached_property
    def _services(self) -> Mapping[str, set[str]]:
        """The services that have a file of a name, such as `service-2.json`, in any API version."""
        services = defaultdict(set)
        for path in self._potential_locations():
            for service in _folders(path):
                for version in _folders(service.path):
                    for file in os.listdir(version.path):  # noqa: PTH208 (only names)
                        services[file].add(service.name)
        return services

    def load_service_model(self, *args: Any, **kwargs: Any) -> Any:
        """Return a model, loaded at the first call."""
        with self._loading:
            return super().load_service_model(*args, **kwargs)

    def load_data(self, *args: Any, **kwargs: Any) -> Any:
        """Return other data, loaded at the first call."""
        with self._loading:
            return super().load_data(*args, **kwargs)


def _folders(path: str) -> list[os.DirEntry[str]]:
    with os.scandir(path) as entries:
        return [entry for entry in entries if entry.is_dir()]
