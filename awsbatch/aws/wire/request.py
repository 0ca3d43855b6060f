"""What is done with each request of the command under way.

It is counted, held back where the command is abandoned or a guard refuses it, and
given the idempotency tokens that the command's attempts share. The first of a run are
noted.
"""

from typing import Any

from awsbatch.aws.invocation import current
from awsbatch.aws.replay import is_replaying
from awsbatch.contract.first_signing import FirstSigning

_REDIRECTION = 300


def register(events: Any, *, tells_signers: bool) -> None:
    """Have what a session sends counted, held back and filled in.

    With `tells_signers`, whoever guards a command knows who signs its requests.
    """
    if tells_signers:
        events.register("before-sign", _learn)
    # First: what is held back is not to be seen by the handlers of others.
    events.register_first("before-send", _count)
    events.register("before-call", _count_call)
    events.register("after-call", _look)
    # Before botocore's own, which fills in another token for each attempt.
    events.register_first("before-parameter-build", _fill_in)


def register_for_credentials(events: Any, *, tells_signers: bool) -> None:
    """Have what a session sends counted as sent for credentials, and not for the command itself."""
    _forget_signers(events, tells_signers=tells_signers)
    events.unregister("before-send", _count)
    events.register_first("before-send", _count_only)


def register_for_role(events: Any, *, tells_signers: bool) -> None:
    """Have what a session sends to assume a role be neither guarded nor part of a command."""
    _forget_signers(events, tells_signers=tells_signers)
    events.unregister("before-send", _count)
    events.register_first("before-send", _count_unguarded)
    # The answers say nothing of the command under way.
    events.unregister("after-call", _look)


def _forget_signers(events: Any, *, tells_signers: bool) -> None:
    # botocore 1.44: to unregister what was not registered may fail.
    if tells_signers:
        events.unregister("before-sign", _learn)


def _learn(request_signer: Any, signature_version: Any, **_: Any) -> None:
    """Ask whose the credentials are that are about to sign, before anything is held."""
    invocation = current()
    if invocation is not None and invocation.clearance is not None:
        signatures = invocation.clearance.signatures
        if signatures is not None:
            signatures.learn(request_signer, signature_version)


def _count(request: Any, event_name: str, **_: Any) -> None:
    if (invocation := current()) is not None and not is_replaying():
        clearance = invocation.clearance
        told = None if clearance is None else clearance.request(event_name, request)
        invocation.count_request(told)
        invocation.has_sent = True
        if not invocation.traffic.signing.is_over:
            _note(invocation.traffic.signing, request)


def _count_unguarded(request: Any, **_: Any) -> None:
    if (invocation := current()) is not None:
        invocation.count_request()
        invocation.has_sent = True
        if not invocation.traffic.signing.is_over:
            _note(invocation.traffic.signing, request)


def _note(signing: FirstSigning, request: Any) -> None:
    signed = "Authorization" in request.headers or "X-Amz-Signature" in request.url
    signing.note(signed=signed)


def _count_only(**_: Any) -> None:
    if (invocation := current()) is not None:
        invocation.count_request()


def _count_call(**_: Any) -> None:
    if (invocation := current()) is not None and not is_replaying():
        invocation.count_call()


def _look(http_response: Any, parsed: Any, model: Any, **_: Any) -> None:
    """Keep an answer that is an error: hand-written commands print it, and raise nothing.

    Any other is searched for what the operation could not do, and for secrets, where
    it may have any.
    """
    invocation = current()
    if invocation is None:
        return
    if invocation.unanswered:
        invocation.unanswered.clear()
    if http_response.status_code >= _REDIRECTION:
        invocation.refusals.append(parsed)
    elif invocation.examination is not None:
        invocation.examination.look(parsed, model)
    if invocation.keeps_request_id:
        invocation.request_id = parsed.get("ResponseMetadata", {}).get("RequestId") or None


def _fill_in(params: dict[str, Any], model: Any, **_: Any) -> None:
    invocation = current()
    if invocation is not None and invocation.clearance is not None:
        invocation.clearance.prepare(model, params)
    if invocation is not None and (tokens := invocation.tokens) is not None:
        for name in model.idempotent_members:
            if name not in params:
                params[name] = tokens.take()
