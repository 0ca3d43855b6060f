"""What botocore makes of a service's model, made once for all sessions.

Importing this module has botocore make its clients so.
"""

import os
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from threading import RLock
from typing import Any

import botocore.client
import botocore.loaders

from awsbatch.aws.botocore_events import Emitter

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


class _ClientCreator(botocore.client.ClientCreator):  # type: ignore[misc]
    """botocore's, but with one class for all clients of a service.

    botocore makes one for each, with a method for every operation.
    """

    def _create_client_class(self, service_name: str, service_model: Any) -> Any:
        emitter = getattr(self._event_emitter, "_emitter", None)
        # A plugin may have a session of its own making.
        classes = emitter.client_classes if isinstance(emitter, Emitter) else {}
        key = (service_name, service_model.api_version)
        if key not in classes:
            classes[key] = super()._create_client_class(service_name, service_model)
        return classes[key]


def _folders(path: str) -> list[os.DirEntry[str]]:
    with os.scandir(path) as entries:
        return [entry for entry in entries if entry.is_dir()]


botocore.client.ClientCreator = _ClientCreator
