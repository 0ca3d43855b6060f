"""Endpoints, found once for each operation and all that they depend on.

For each call, botocore works out about twenty parameters for the rules of a
service. All that their values come from is in the key here: the parameters of
the call that the operation names for it, the values that a client has for its
service, once handlers of the event have changed them for the call, and the
account of the credentials. The rules are a function of nothing else, and
nobody changes what they make.
"""

import copy
import logging
from collections.abc import Mapping
from types import FunctionType
from typing import Any

from botocore.regions import EndpointRulesetResolver

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.shortcut import Shortcut
from awsbatch.record import record

_LOGGER = logging.getLogger("botocore.regions")
_MOST = 1_000
# What is equal is the same, if it is of the same one of these types.
_PLAIN = frozenset({str, bool, type(None), FunctionType})
_ACCOUNT = "AWS::Auth::AccountId"
# botocore 1.44: a value of these tells a feature of the command, at each call.
_TOLD = frozenset({"AccountId", "AccountIdEndpointMode"})


_OF_CALL = "(self, operation_model, call_args, request_context)"


@record
class KeptEndpoint:
    """The endpoint of some calls of a client."""

    url: str
    resolved: Any
    """What botocore's resolver makes: URL, properties and headers; None if there is no resolver."""
    told: tuple[tuple[str, Any], ...]
    """The values that tell of features."""
    identity: str
    """A text that no other endpoint of the client has."""


class _Once(EndpointRulesetResolver):  # type: ignore[misc]
    """A resolver for one call, whose handlers have been called."""

    builtins: Mapping[str, Any]
    told: list[tuple[str, Any]]

    def _get_customized_builtins(self, *_: Any) -> Mapping[str, Any]:
        return self.builtins

    def _register_endpoint_feature_ids(self, param_name: str, param_val: Any) -> None:
        super()._register_endpoint_feature_ids(param_name, param_val)
        if param_name in _TOLD:
            self.told.append((param_name, param_val))


class _KeepingResolver(EndpointRulesetResolver):  # type: ignore[misc]
    """A client's resolver of endpoints, which keeps what it found."""

    def adopt(self) -> None:
        """Initialize what this class adds to a resolver that botocore has made."""
        self._endpoints: dict[Any, KeptEndpoint] = {}
        self._members: dict[str, tuple[str, ...] | None] = {}
        definitions = self._param_definitions.values()
        self._is_of_account = any(each.builtin == _ACCOUNT for each in definitions)

    def construct_endpoint(self, operation_model: Any, call_args: Any, request_context: Any) -> Any:
        """Return the endpoint of a call, and raise botocore's errors."""
        if _is_told() or call_args is None or request_context is None:
            return super().construct_endpoint(operation_model, call_args, request_context)
        return self.found(operation_model, call_args, request_context).resolved

    def found(
        self, operation: Any, parameters: Mapping[str, Any], context: dict[str, Any]
    ) -> KeptEndpoint:
        """Return what is found for a call, and tell its features."""
        given = self._get_customized_builtins(operation, parameters, context)
        if self._is_of_account and callable(given.get(_ACCOUNT)):
            given[_ACCOUNT] = given[_ACCOUNT]()
        key = self._key(operation, parameters, given)
        found = self._endpoints.get(key) if key else None
        if found is not None:
            for name, value in found.told:
                self._register_endpoint_feature_ids(name, value)
            return found
        once = copy.copy(self)
        once.__class__ = _Once
        once.builtins, once.told = given, []
        resolved = once.construct_endpoint(operation, parameters, context)
        found = KeptEndpoint(resolved.url, resolved, tuple(once.told), repr(resolved))
        if key:
            _keep(self._endpoints, key, found)
        return found

    def _key(self, operation: Any, parameters: Any, given: Mapping[str, Any]) -> Any:
        """Return all that the endpoint of a call depends on, or None if it cannot be compared."""
        name = operation.name
        if name not in self._members:
            self._members[name] = self._members_of(operation)
        members = self._members[name]
        if members is None:
            return None
        key = (name, *map(parameters.get, members), *given.values())
        return key if _PLAIN.issuperset(map(type, key)) else None

    def _members_of(self, operation: Any) -> tuple[str, ...] | None:
        """Return the parameters that an endpoint depends on; None if it does on parts of some."""
        # botocore 1.43 passes over some, such as the key of an object, which no rule looks at.
        passed = getattr(self._provider, "_excluded_params", ())
        known = {*self._param_definitions}.difference(passed)
        if not known.isdisjoint(getattr(operation, "operation_context_parameters", ())):
            return None
        members = self._get_dynamic_context_params(operation)
        return tuple(member for name, member in members.items() if name in known)


def _is_told() -> bool:
    """Return whether each call tells on its way how it came to its endpoint."""
    return _LOGGER.isEnabledFor(logging.DEBUG)


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    # No lock: threads that come at once find the same, whichever of them keeps it.
    if len(kept) >= _MOST:
        kept.clear()
    kept[key] = value


def endpoint_of(
    client: Client, operation: Any, parameters: Mapping[str, Any]
) -> KeptEndpoint | None:
    """Return the endpoint of a call, or None if the client keeps none.

    Handlers of the event are called, features are told, and botocore's errors
    are raised, as where the call itself asks for its endpoint.
    """
    resolver = client._ruleset_resolver  # noqa: SLF001 (botocore 1.44: it has no public name)
    if resolver is None:
        url = client.meta.endpoint_url
        return KeptEndpoint(url, None, (), url)
    return resolver.found(operation, parameters, {}) if type(resolver) is _KeepingResolver else None


class Endpoints(Shortcut):
    """A client finds the endpoint of calls that depend on the same once."""

    name = "endpoints"
    needs = (
        # botocore 1.44.
        "botocore.client:BaseClient()._ruleset_resolver",
        "botocore.regions:EndpointRulesetResolver()._param_definitions",
        "botocore.regions:EndpointRulesetResolver()._provider",
        "botocore.regions:EndpointRulesetResolver._get_dynamic_context_params",
        f"botocore.regions:EndpointRulesetResolver._get_customized_builtins{_OF_CALL}",
        f"botocore.regions:EndpointRulesetResolver.construct_endpoint{_OF_CALL}",
    )

    def client(self, client: Client) -> None:
        """Have the client keep the endpoints that it finds."""
        resolver = client._ruleset_resolver  # noqa: SLF001 (it has no public name)
        # None where there are no rules, but one endpoint for a client.
        if type(resolver) is EndpointRulesetResolver:
            resolver.__class__ = _KeepingResolver
            resolver.adopt()


SHORTCUTS = (Endpoints,)
