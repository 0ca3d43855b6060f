"""One class for all clients of a service.

botocore makes a class for each client, with a method for every operation of
the service.
"""

from contextlib import AbstractContextManager
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
    )

    def process(self) -> AbstractContextManager[None]:
        """Return a block in which botocore's sessions make clients so."""
        return replaced(botocore.client, "ClientCreator", _sharing)


def _sharing(creator: type) -> type:
    """Return a creator of clients that makes each class once for an emitter's `client_classes`."""

    class SharingCreator(creator):  # type: ignore[misc]
        def _create_client_class(self, service_name: str, service_model: Any) -> Any:
            emitter = emitter_under(self._event_emitter)
            # A plugin may have a session of its own making.
            classes = emitter.client_classes if isinstance(emitter, Emitter) else {}
            key = (service_name, service_model.api_version)
            if key not in classes:
                made = super()._create_client_class(service_name, service_model)
                _let_go(made)
                classes[key] = made
            return classes[key]

    return SharingCreator


def _let_go(made: type) -> None:
    """Have a class keep nothing of the client that it was made for, which it outlives."""
    for method in vars(made).values():
        # botocore 1.29 to 1.44: the documentation of an operation, which is put together when it is
        # read, by handlers of the client's session.
        if type(getattr(method, "__doc__", None)).__name__ == "ClientMethodDocstring":
            method.__doc__ = None


SHORTCUTS = (ClientClasses,)
