"""What botocore makes of a service's model, made once for all sessions.

Importing this module has botocore make its clients so.
"""

from threading import RLock
from typing import Any

import botocore.client
import botocore.loaders

from awsbatch.aws.emitter import Emitter


class Loader(botocore.loaders.Loader):  # type: ignore[misc]
    """botocore's, which keeps what it has loaded, but loads nothing for two threads at once."""

    _loading = RLock()

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


botocore.client.ClientCreator = _ClientCreator
