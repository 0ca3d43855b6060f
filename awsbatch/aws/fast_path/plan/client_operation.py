"""An operation of a client: what botocore has for all its calls, looked up once."""

from contextlib import nullcontext
from typing import Any

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.fast_path.endpoint import endpoint_of
from awsbatch.aws.fast_path.plan.draft import Draft, draft_of
from awsbatch.aws.fast_path.plan.kind import changing, deciding, features_told
from awsbatch.aws.fast_path.plan.known_handler import Handlers
from awsbatch.aws.fast_path.request_signature import SigningKeys
from awsbatch.aws.version.installed import own_features

# Of the properties of an endpoint.
_ODD_ENDPOINTS = ("S3Express", "sigv4a", "bearer")


class ClientOperation:
    """What plans of an operation have from its client."""

    def __init__(self, client: Client, model: Any, handlers: Handlers, keys: SigningKeys) -> None:
        self.model = model
        self.handlers = handlers
        self.keys = keys
        # botocore 1.29 to 1.44: a client has no public name for either.
        self._serializer = client._serializer  # noqa: SLF001
        self._parsers = client._endpoint._response_parser_factory  # noqa: SLF001
        self._protocol = _protocol(model.service_model)
        self._parser: tuple[Any, Any] = (None, None)
        self._client = client
        self._deciding = sorted(deciding(client, model))
        self._changing = changing(model)
        # A longer body may be compressed.
        compresses = getattr(model, "request_compression", None) is not None
        least = getattr(client.meta.config, "request_min_compression_size_bytes", 0)
        self._shortest_odd = least if compresses else None

    @property
    def name(self) -> str:
        """What messages call the operation."""
        return f"{self.model.service_model.service_name} {self.model.name}"

    def parser(self) -> Any:
        """Return a parser of answers; botocore makes one for each."""
        # A session sets at the beginning of a command how times and blobs are read.
        settings = self._parsers._defaults  # noqa: SLF001
        if self._parser[0] != settings:
            self._parser = {**settings}, self._parsers.create_parser(self._protocol)
        return self._parser[1]

    def endpoint(self, parameters: dict[str, Any]) -> str | None:
        """Return what tells the endpoint of a call from others; None where it is a long way."""
        if not self._changing.isdisjoint(parameters):
            return None
        if not self._deciding:
            return ""
        # The call tells of how it came to its endpoint, and the command's other calls do not.
        with nullcontext() if features_told() is None else own_features():
            try:
                found = endpoint_of(self._client, self.model, parameters)
            except Exception:  # noqa: BLE001 (botocore raises it)
                return None
        if found is None:
            return None
        # Sessions of S3 Express are asked for on the way, and others sign for several regions.
        is_odd = any(each in found.identity for each in _ODD_ENDPOINTS)
        return None if is_odd else found.identity

    def drafted(self, parameters: dict[str, Any]) -> Draft | None:
        """Return what a call's parameters make of its request, or None where not all is plain.

        Handlers fill in parameters; raise what botocore does for wrong ones.
        """
        decided = [*map(parameters.get, self._deciding)]
        for handler in self.handlers.of_parameters:
            handler(params=parameters, model=self.model, context={})
        if decided != [*map(parameters.get, self._deciding)]:
            return None
        draft = draft_of(self._serializer.serialize_to_request(parameters, self.model))
        odd = self._shortest_odd
        return None if draft and odd is not None and len(draft.body) >= odd else draft

    def places(self, draft: Draft) -> tuple[str, ...]:
        """Return the names of the headers of a draft that are the values of parameters."""
        shape = self.model.input_shape
        members = () if shape is None else shape.members.items()
        named = {
            member.serialization.get("name", name)
            for name, member in members
            if member.serialization.get("location") == "header"
        }
        return tuple(name for name in draft.headers if name in named)


def _protocol(service: Any) -> Any:
    """Return the protocol of a service that its clients speak."""
    # Before AWS CLI 2.22, a service speaks one alone.
    found = getattr(service, "resolved_protocol", None)
    return service.metadata["protocol"] if found is None else found
