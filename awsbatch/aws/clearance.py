"""Whether the requests of one command may be sent: what its guard is told of them, and answers.

A command that is one operation is one change, however many requests it sends.
Of one that the AWS CLI has written by hand, each API call is judged for itself.
"""

from collections.abc import Mapping
from dataclasses import replace
from threading import get_ident
from typing import Any, Protocol

from botocore import xform_name

from awsbatch.aws.catalog.effect_rule import judge
from awsbatch.contract.effect import Effect
from awsbatch.contract.guard import Errand, Guard, Refusal, Request, Signature
from awsbatch.fault.wording import counted

# awscli 1.44 to 2.36: the services that the AWS CLI calls otherwise than botocore does.
_SERVICES = {"codedeploy": "deploy", "config": "configservice", "s3": "s3api"}


class Signatures(Protocol):
    """Whoever knows who signs the requests of one attempt at a command."""

    def learn(self, signer: Any, version: Any) -> None:
        """Take note that botocore's `signer` is about to sign a request in this thread."""

    def of(self, sent: Any) -> Signature | None:
        """Return who signed a request that is about to be sent in this thread, if anybody did."""


class Clearance:
    """What a guard says of the requests of one attempt at a command."""

    def __init__(self, guard: Guard, errand: Errand) -> None:
        self.signatures: Signatures | None = None
        """What tells who signs, if the guard is to know."""
        self._guard = guard
        self._errand = errand
        self._effect: Effect | None = None
        self._calls: dict[tuple[int, str], str | None] = {}
        """The API calls that begin a change, by thread and operation; None once they have."""
        self._sent = self._changes = 0

    def is_operation(self, effect: Effect) -> None:
        """Take the command as one operation with this effect, by its words."""
        self._effect = effect

    def prepare(self, model: Any, params: Mapping[str, Any]) -> None:
        """Take note of an API call that is about to be made in this thread."""
        key = get_ident(), model.name
        service = model.service_model.service_name
        found = judge(_SERVICES.get(service, service), xform_name(model.name, "-"))
        self._calls[key] = _shown(model.name, params) if found.effect.counts else None

    def request(self, event: str, sent: Any) -> Request:
        """Return what the guard is told of a request that this event of botocore is about.

        It may take as long as a request that asks for the account of who signed it.
        """
        signature = None if self.signatures is None else self.signatures.of(sent)
        name = event.rpartition(".")[2]
        if self._effect is not None:
            changes = self._effect.counts and not self._sent
            return Request(changes, signature=signature, operation=name)
        # What was not prepared is judged by nobody, and so changes something.
        key = get_ident(), name
        call, self._calls[key] = self._calls.get(key, name), None
        return Request(call is not None, call, signature, name)

    def presigned(self, signature: Signature) -> Refusal | None:
        """Return why nothing is to be signed that somebody else may send."""
        return self._guard.refusal(Request(changes=False, signature=signature), self._errand)

    def refusal(self, request: Request) -> Refusal | None:
        """Return why a request is not to be sent; None where it may be, and is sent now."""
        refusal = self._guard.refusal(request, self._errand)
        if refusal is None:
            self._sent += 1
            self._changes += request.changes and request.call is not None
            return None
        message = refusal.message
        if self._changes:
            calls = counted(self._changes, "API call")
            changes = "changes" if self._changes == 1 else "change"
            message = f"{message}; it was stopped after {calls} that {changes} something"
        return replace(
            refusal, message=message, is_inside=self._sent > 0, operation=request.operation
        )


def _shown(operation: str, params: Mapping[str, Any]) -> str:
    """Return an API call as a message may show it, without what may be secret."""
    bucket, key = params.get("Bucket"), params.get("Key")
    if not isinstance(bucket, str):
        return operation
    return f"{operation} s3://{bucket}/{key}" if isinstance(key, str) else f"{operation} {bucket}"
