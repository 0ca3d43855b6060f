"""Who signs the requests of one command, and of which account they are.

The account is asked for when a request is signed, before anything of it is sent.
"""

from threading import get_ident
from typing import Any

from botocore import UNSIGNED

from awsbatch.aws.clearance import Clearance
from awsbatch.aws.invocation import Invocation
from awsbatch.aws.session import signing_key
from awsbatch.aws.session.caller_identity import CallerIdentities
from awsbatch.aws.session.use import named_by
from awsbatch.contract.guard import Signature

_BEARER = "bearer"
# botocore 1.44: the ends of the names of what signs an address that somebody else may send.
_PRESIGNING = ("-query", "-presign-post")
_TOKEN = Signature("a bearer token", None, "AWS tells it of no token")
# What signs by itself, as no client of botocore does, is never let through.
_NOBODY_ASKED = Signature("what signed this", None, "nobody was told that it would")


class CommandSignatures:
    """See `awsbatch.aws.clearance.Signatures`."""

    def __init__(
        self, invocation: Invocation, clearance: Clearance, identities: CallerIdentities
    ) -> None:
        self._invocation = invocation
        self._clearance = clearance
        self._identities = identities
        self._found: dict[int, Signature] = {}
        """That of the request that each thread has signed and not sent."""

    def learn(self, signer: Any, version: Any) -> None:
        """See `awsbatch.aws.clearance.Signatures`."""
        self._found.pop(get_ident(), None)
        if version is UNSIGNED:
            return
        frozen = None if version == _BEARER else signing_key.fixed(signer)
        signature = _TOKEN if frozen is None else self._signature(signer, frozen)
        if not str(version).endswith(_PRESIGNING):
            self._found[get_ident()] = signature
        elif (refusal := self._clearance.presigned(signature)) is not None:
            self._invocation.refuse(refusal)

    def of(self, sent: Any) -> Signature | None:
        """See `awsbatch.aws.clearance.Signatures`."""
        found = self._found.pop(get_ident(), None)
        is_signed = "Authorization" in sent.headers or "X-Amz-Signature" in sent.url
        return _NOBODY_ASKED if found is None and is_signed else found

    def _signature(self, signer: Any, frozen: Any) -> Signature:
        url = signing_key.endpoint(signer)
        account = self._identities.account(self._invocation, frozen, signer.region_name, url)
        endpoint = None if url is None or self._identities.partitions.has(url) else url
        name = named_by(self._invocation, signing_key.credentials(signer), frozen.access_key)
        return Signature(name, account.id, account.reason, endpoint)
