"""The handlers of a client's events that a plan knows how to do without, or calls itself.

A plan emits no events. It is equal because each handler of each event of the
call is one of these: what it does to a request or an answer is the same for
all calls of a kind, and so is in the plan; or it does nothing to a call that
has a plan; or the plan calls it. A call with any other handler has no plan.
"""

from enum import Enum
from functools import partial
from typing import Any

from awsbatch.aws.botocore_events import Client, Handler, emitter_of, name_of, service_of
from awsbatch.record import record


class _Part(Enum):
    """The part of a handler in a call that has a plan."""

    IS_IN_PLAN = "what it does is in the plan, or nothing"
    IS_CALLED = "the plan calls it"
    FILLS_IN = "the plan calls it where the operation has idempotency tokens"


_ENTER = "awsbatch.aws.wire.throttle_hook:_Hook.enter"
_PARTS: dict[str, dict[str, _Part]] = {
    # What these do to parameters, they do no second time: a call that is made again is the same.
    "provide-client-params": {
        "awscli.customizations.binaryformat:base64_decode_input_blobs": _Part.IS_CALLED,
    },
    "before-parameter-build": {
        "awsbatch.aws.wire.request:_fill_in": _Part.FILLS_IN,
        "botocore.handlers:generate_idempotent_uuid": _Part.FILLS_IN,
        "botocore.handlers:ParameterAlias.alias_parameter_in_call": _Part.IS_CALLED,
        "botocore.handlers:fix_route53_ids": _Part.IS_CALLED,
        "botocore.handlers:inject_account_id": _Part.IS_CALLED,
        "botocore.discovery:block_endpoint_discovery_required_operations": _Part.IS_CALLED,
        "botocore.handlers:convert_body_to_file_like_object": _Part.IS_CALLED,
        "botocore.handlers:remove_bucket_from_url_paths_from_model": _Part.IS_CALLED,
        "botocore.handlers:sse_md5": _Part.IS_CALLED,
        "botocore.handlers:validate_ascii_metadata": _Part.IS_CALLED,
        "botocore.handlers:validate_bucket_name": _Part.IS_CALLED,
        # It is for answers with checksums.
        "botocore.handlers:_handle_request_validation_mode_member": _Part.IS_IN_PLAN,
        # They note the bucket for redirections, and for S3 Express, which has no plans.
        "botocore.client:ClientCreator._inject_s3_input_parameters": _Part.IS_IN_PLAN,
        "botocore.utils:S3ExpressIdentityResolver.inject_signing_cache_key": _Part.IS_IN_PLAN,
        "botocore.utils:S3RegionRedirectorv2.annotate_request_context": _Part.IS_IN_PLAN,
    },
    # They are called where the endpoint is asked for, by which calls are of different kinds.
    "before-endpoint-resolution": {
        "botocore.handlers:customize_endpoint_resolver_builtins": _Part.IS_IN_PLAN,
        "botocore.utils:S3RegionRedirectorv2.redirect_from_cache": _Part.IS_IN_PLAN,
    },
    "before-call": {
        "awsbatch.aws.wire.request:_count_call": _Part.IS_CALLED,
        # Each adds a header, always the same.
        "botocore.handlers:inject_api_version_header_if_needed": _Part.IS_IN_PLAN,
        "botocore.handlers:add_accept_header": _Part.IS_IN_PLAN,
        "botocore.handlers:add_expect_header": _Part.IS_IN_PLAN,
        "botocore.handlers:add_glacier_version": _Part.IS_IN_PLAN,
        # A plan has the digest of each body.
        "botocore.utils:conditionally_calculate_md5": _Part.IS_IN_PLAN,
        "botocore.handlers:conditionally_calculate_md5": _Part.IS_IN_PLAN,
        # It is for S3 Express.
        "botocore.utils:S3ExpressIdentityResolver.apply_signing_cache_key": _Part.IS_IN_PLAN,
        # It adds one to what a Lambda function sends, for which there are no plans.
        "botocore.handlers:add_recursion_detection_header": _Part.IS_IN_PLAN,
    },
    "request-created": {
        # There are no plans while there is a throttle.
        _ENTER: _Part.IS_IN_PLAN,
        "botocore.handlers:add_retry_headers": _Part.IS_IN_PLAN,
        "botocore.signers:RequestSigner.handler": _Part.IS_IN_PLAN,
        "botocore.useragent:UserAgentString.rebuild_and_replace_user_agent_handler": (
            _Part.IS_IN_PLAN
        ),
    },
    "choose-signer": {
        "botocore.handlers:set_operation_specific_signer": _Part.IS_IN_PLAN,
        "botocore.handlers:_set_auth_scheme_preference_signer": _Part.IS_IN_PLAN,
        "botocore.handlers:disable_signing": _Part.IS_IN_PLAN,
        # It is for URLs that are signed.
        "botocore.client:ClientCreator._default_s3_presign_to_sigv2": _Part.IS_IN_PLAN,
    },
    "before-sign": {
        # It is for guards, with which there are no plans.
        "awsbatch.aws.wire.request:_learn": _Part.IS_IN_PLAN,
        # They are for ARNs of old signatures, for chunks that nobody signs, and for S3 Express.
        "botocore.handlers:remove_arn_from_signing_path": _Part.IS_IN_PLAN,
        "botocore.handlers:_set_extra_headers_for_unsigned_request": _Part.IS_IN_PLAN,
        "botocore.utils:S3ExpressIdentityResolver.resolve_s3express_identity": _Part.IS_IN_PLAN,
    },
    "before-send": {
        "awsbatch.aws.wire.request:_count": _Part.IS_CALLED,
    },
    "response-received": {},
    "before-parse": {
        # It is for errors.
        "botocore.handlers:_map_oauth2_errors": _Part.IS_IN_PLAN,
        "botocore.handlers:_handle_200_error": _Part.IS_CALLED,
        "botocore.handlers:handle_expires_header": _Part.IS_CALLED,
    },
    "needs-retry": {
        # None of them retries what was answered by a plain success, or learns anything of it.
        "awsbatch.aws.wire.throttle_hook:_Hook.retry": _Part.IS_IN_PLAN,
        "botocore.handlers:_update_status_code": _Part.IS_IN_PLAN,
        "botocore.retryhandler:RetryHandler": _Part.IS_IN_PLAN,
        "botocore.retries.standard:RetryHandler.needs_retry": _Part.IS_IN_PLAN,
        "botocore.utils:S3RegionRedirectorv2.redirect_from_error": _Part.IS_IN_PLAN,
    },
    "after-call": {
        "awsbatch.aws.wire.request:_look": _Part.IS_CALLED,
        "botocore.retries.standard:RetryQuotaChecker.release_retry_quota": _Part.IS_CALLED,
        "botocore.handlers:json_decode_policies": _Part.IS_CALLED,
        "botocore.handlers:json_decode_template_body": _Part.IS_CALLED,
        "botocore.handlers:decode_console_output": _Part.IS_CALLED,
        "awscli.customizations.datapipeline:translate_definition": _Part.IS_CALLED,
        "awscli.customizations.dynamodb:parse_last_evaluated_key_binary": _Part.IS_CALLED,
        "awscli.customizations.dynamodb.paginatorfix:parse_last_evaluated_key_binary": (
            _Part.IS_CALLED
        ),
        # They are for errors.
        "awscli.customizations.s3errormsg:enhance_error_msg": _Part.IS_IN_PLAN,
        "botocore.handlers:_handle_sqs_compatible_error": _Part.IS_IN_PLAN,
    },
}
"""The parts of handlers, by their events and their modules and names; botocore 1.29 to 1.44."""


@record
class Handlers:
    """The handlers that a plan calls itself, by their event and in their order."""

    of_parameters: tuple[Handler, ...]
    of_call: tuple[Handler, ...]
    of_sending: tuple[Handler, ...]
    of_parsing: tuple[Handler, ...]
    of_answer: tuple[Handler, ...]
    turns: Any
    """What requests wait for; it is true while any has to."""


def known_handlers(client: Client, model: Any) -> Handlers | None:
    """Return those of an operation of a client, or None where it has a handler not known here."""
    called: dict[str, tuple[Handler, ...]] = {}
    for event, parts in _PARTS.items():
        name = f"{event}.{service_of(client)}.{model.name}"
        found = emitter_of(client).registered(name)
        if any(name_of(handler) not in parts for handler in found):
            return None
        called[event] = tuple(
            partial(handler, event_name=name)
            for handler in found
            if _is_called(parts[name_of(handler)], model)
        )
    return Handlers(
        of_parameters=called["provide-client-params"] + called["before-parameter-build"],
        of_call=called["before-call"],
        of_sending=called["before-send"],
        of_parsing=called["before-parse"],
        of_answer=called["after-call"],
        turns=_turns(client, model),
    )


def _turns(client: Client, model: Any) -> Any:
    for handler in emitter_of(client).registered(
        f"request-created.{service_of(client)}.{model.name}"
    ):
        if name_of(handler) == _ENTER:
            return handler.__self__.throttles  # type: ignore[attr-defined]
    return ()


def _is_called(part: _Part, model: Any) -> bool:
    if part is _Part.FILLS_IN:
        return bool(model.idempotent_members)
    return part is _Part.IS_CALLED
