"""botocore's loader of services' models, for several threads at once."""

from threading import RLock
from typing import Any

import botocore.loaders


class Loader(botocore.loaders.Loader):  # type: ignore[misc]
    """A loader that two threads at once do not have load the same model twice."""

    # It guards what botocore's loader keeps. To load a model loads others on the way.
    _loading = RLock()

    def load_service_model(self, *args: Any, **kwargs: Any) -> Any:
        """Return a model, loaded at the first call."""
        with self._loading:
            return super().load_service_model(*args, **kwargs)

    def load_data(self, *args: Any, **kwargs: Any) -> Any:
        """Return other data, loaded at the first call."""
        with self._loading:
            return super().load_data(*args, **kwargs)
