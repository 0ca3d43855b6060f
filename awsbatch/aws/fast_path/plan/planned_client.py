"""Clients that make plans of their calls.

Equal to botocore's: all that a client of this class does otherwise is to make a
call by a plan where there is one.
"""

from typing import Any

from botocore.client import BaseClient
from botocore.endpoint import Endpoint

from awsbatch.aws import replay
from awsbatch.aws.botocore_events import Client, emitter_of
from awsbatch.aws.fast_path.plan.client_operation import ClientOperation
from awsbatch.aws.fast_path.plan.kind import may_have_plans
from awsbatch.aws.fast_path.plan.known_handler import known_handlers
from awsbatch.aws.fast_path.plan.planned_call import PlannedOperation
from awsbatch.aws.fast_path.plan.trust import Trust
from awsbatch.aws.fast_path.request_signature import SigningKeys
from awsbatch.aws.shortcut import Shortcut

# The attribute of a client in which its operations are, and that of a class with its like.
_OPERATIONS = "_awsbatch_operations"
_PLANNED = "_awsbatch_planned"


class _Operations:
    """The operations of a client whose calls may have plans, for as long as its handlers stay."""

    def __init__(self, client: Client, trust: Trust) -> None:
        self._client = client
        self._trust = trust
        self._emitter = emitter_of(client)
        self._keys = SigningKeys()
        self._begun: set[str] = set()
        """The operations that were called."""
        self._known: tuple[object, dict[str, PlannedOperation | None]] = (None, {})

    def find(self, name: str) -> PlannedOperation | None:
        """Return an operation, or None if none of its calls may have a plan."""
        registrations, known = self._known
        if registrations is not self._emitter.registrations:
            known = {}
            self._known = (self._emitter.registrations, known)
        if name in self._begun and name not in known:
            known[name] = self._planned(name)
        # What is called once is not worth a plan.
        self._begun.add(name)
        return known.get(name)

    def _planned(self, name: str) -> PlannedOperation | None:
        model = self._client.meta.service_model.operation_model(name)
        handlers = known_handlers(self._client, model)
        if handlers is None or not may_have_plans(model):
            return None
        operation = ClientOperation(self._client, model, handlers, self._keys)
        return PlannedOperation(self._client, operation, self._trust)


class _PlannedClient(BaseClient):  # type: ignore[misc]
    """A client of botocore's that makes plans of its calls."""

    def _make_api_call(self, operation_name: str, api_params: dict[str, Any]) -> Any:
        long_way = super()._make_api_call
        operation = vars(self)[_OPERATIONS].find(operation_name)
        if operation is None:
            return long_way(operation_name, api_params)
        return operation.call(api_params, lambda: long_way(operation_name, api_params))

    def _make_request(self, operation_model: Any, request_dict: Any, request_context: Any) -> Any:
        number = replay.number(self._endpoint)
        if number is not None:
            request_context["retries"] = {"invocation-id": number}
        return super()._make_request(operation_model, request_dict, request_context)


class _PlannedEndpoint(Endpoint):  # type: ignore[misc]
    """An endpoint whose next request may have been sent by a plan."""

    def _send(self, request: Any) -> Any:
        if not replay.is_replaying():
            return super()._send(request)
        with replay.due(self):
            return super()._send(request)


class Plans(Shortcut):
    """The kept clients make plans of their calls."""

    name = "plans"
    needs = (
        # botocore 1.29 to 1.44.
        "botocore.client:BaseClient._make_api_call(self, operation_name, api_params)",
        "botocore.client:BaseClient._make_request",
        "botocore.client:BaseClient()._endpoint",
        "botocore.endpoint:Endpoint._send(self, request)",
        "botocore.endpoint:Endpoint()._response_parser_factory",
        "botocore.client:BaseClient()._serializer",
        "botocore.client:BaseClient()._request_signer",
        "botocore.client:BaseClient()._ruleset_resolver",
        "botocore.parsers:ResponseParserFactory()._defaults",
        "botocore.history:HistoryRecorder()._enabled",
        "botocore.httpsession:URLLib3Session()._proxy_config",
        "botocore.httpsession:URLLib3Session()._manager",
    )

    def __init__(self) -> None:
        self.trust = Trust()

    @property
    def bug(self) -> str | None:
        """What is wrong with a plan."""
        return self.trust.bug

    @property
    def parts_off(self) -> dict[str, str]:
        """The operations for calls of which no plan was found that makes the same requests."""
        return {
            f"plans of `{operation}`": "none makes botocore's request"
            for operation in sorted(self.trust.rejected)
        }

    def client(self, client: Client) -> None:
        """Have the client make plans of its calls."""
        kind = type(client)
        # botocore 1.29 to 1.44: it has no public name.
        if type(client._endpoint) is not Endpoint:  # noqa: SLF001
            return
        if _PLANNED not in vars(kind):
            setattr(kind, _PLANNED, type(kind.__name__, (_PlannedClient, kind), {}))
        setattr(client, _OPERATIONS, _Operations(client, self.trust))
        client._endpoint.__class__ = _PlannedEndpoint  # noqa: SLF001
        client.__class__ = getattr(kind, _PLANNED)


SHORTCUTS = (Plans,)
