"""One class for all clients of a service.

botocore makes a class for each client, with a method for every operation of
the service, and the documentation of each, which is put together when it is
read, by handlers of the client's session. The class outlives that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import botocore.client

from awsbatch.aws.botocore_events import Emitter
from awsbatch.aws.shortcut import Shortcut, replaced
from awsbatch.aws.version.installed import emitter_under


class ClientClasses(Shortcut):
    """The sessions share the classes of their clients."""

    name = "classes of clients"
    needs = (
        # botocore 1.44.
        "botocore.client:ClientCreator._create_client_class(self, service_name, service_model)",
        "botocore.client:ClientCreator()._event_emitter",
        "botocore.client:ClientMethodDocstring",
    )

    @contextmanager
    def process(self) -> Iterator[None]:
        """Have botocore's sessions make clients so in this block."""
        with (
            replaced(botocore.client, "ClientCreator", _sharing),
            replaced(botocore.client, "ClientMethodDocstring", lambda _: _no_documentation),
        ):
            yield


def _sharing(creator: type) -> type:
    """Return a creator of clients that makes each class once for an emitter's `client_classes`."""

    class SharingCreator(creator):  # type: ignore[misc]
        def _create_client_class(self, service_name: str, service_model: Any) -> Any:
            emitter = emitter_under(self._event_emitter)
            # A plugin may have a session of its own making.
            classes = emitter.client_classes if isinstance(emitter, Emitter) else {}
            key = (service_name, service_model.api_version)
            if key not in classes:
                classes[key] = super()._create_client_class(service_name, service_model)
            return classes[key]

    return SharingCreator


def _no_documentation(**_: object) -> None:
    """Return the documentation of no operation, since nobody reads it."""


SHORTCUTS = (ClientClasses,)
