"""The kinds of calls: those of one kind differ in nothing but values that a plan puts in place.

What a request says beside its parameters is the same for calls of an operation
of one client with the same members in the same order, the same endpoint, the same features
told, and keys of the same sort.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from awsbatch.aws.botocore_events import Client

try:
    from botocore.context import get_context as _context
except ImportError:
    # Before AWS CLI 2.24.17, there are no features of single calls.
    def _context() -> None:
        return None


_STREAMING = "s3"
_ALGORITHM = "requestAlgorithmMember"
_OF_REQUESTS = {_ALGORITHM, "requestChecksumRequired"}


def features_told() -> tuple[str, ...] | None:
    """Return the features that the command under way tells of; None where none does so."""
    context = _context()
    return None if context is None else tuple(context.features)


def kind_of(
    parameters: Mapping[str, Any], agent: Hashable, endpoint: str, credentials: Any
) -> Hashable:
    """Return the kind of a call of an operation, with these frozen credentials of botocore's."""
    return (
        # Their order is that of headers.
        (*parameters,),
        endpoint,
        agent,
        features_told(),
        credentials and (bool(credentials.token), getattr(credentials, "account_id", None)),
    )


def agent_of(client: Client) -> Callable[[], Hashable]:
    """Return what tells the part of a client's user agent that differs from call to call."""
    creator = getattr(client, "_user_agent_creator", None)
    if creator is None:
        # Before AWS CLI 2.15.51: a client's configuration has the text.
        config = client.meta.config
        return lambda: config.user_agent
    # It is the command that is under way.
    return lambda: creator._session_user_agent_extra  # noqa: SLF001 (botocore 1.44)


def may_have_plans(model: Any) -> bool:
    """Return whether nothing in the model of an operation makes all its calls long ways."""
    return not (
        # What others do with a stream is not known here.
        (model.has_streaming_input and model.service_model.service_name != _STREAMING)
        or model.has_streaming_output
        or model.has_event_stream_input
        or model.has_event_stream_output
        # Those of answers are botocore's to hold against them.
        or not getattr(model, "http_checksum", {}).keys() <= _OF_REQUESTS
        # Their endpoints depend on parts of parameters.
        or getattr(model, "operation_context_parameters", None)
    )


def changing(model: Any) -> frozenset[str]:
    """Return the parameters of an operation by which the head of its requests is another one."""
    checksum = getattr(model, "http_checksum", {}).get(_ALGORITHM)
    # In what has a checksum behind it, an encoding is put before that of the checksum.
    named = (checksum, "ContentEncoding" if model.has_streaming_input else None)
    return frozenset(each for each in named if each is not None)


def deciding(client: Client, model: Any) -> frozenset[str]:
    """Return the parameters of an operation by which its endpoint may be another one."""
    # botocore 1.29 to 1.44: None where there are no rules, but one endpoint for a client.
    if client._ruleset_resolver is None:  # noqa: SLF001
        return frozenset()
    return frozenset(each.member_name for each in model.context_parameters)
