"""Who signs the requests of one command, and of which account they are.

The account is asked for when a request is signed, before anything of it is sent.
"""

import re
from collections.abc import Callable
from threading import get_ident
from typing import Any

from botocore import UNSIGNED

from awsbatch.aws.clearance import Clearance
from awsbatch.aws.invocation import Invocation
from awsbatch.aws.session import signing_key
from awsbatch.aws.session.caller_identity import CallerIdentities
from awsbatch.aws.session.use import named_by
from awsbatch.contract.guard import Signature
from awsbatch.record import record

_BEARER = "bearer"
# botocore 1.44: the ends of the names of what signs an address that somebody else may send.
_PRESIGNING = ("-query", "-presign-post")
_KEY = re.compile(r"Credential=([^/,\s]+)/")
# By keys that S3 gave for a directory bucket to whoever else would have signed.
_OF_BUCKET = "X-Amz-S3session-Token"
_TOKEN = Signature("a bearer token", None, "AWS tells it of no token")
# What signs by itself, as no client of botocore does, is never let through.
_NOBODY_ASKED = Signature("what signed this", None, "nobody was told that it would")


@record
class _Signed:
    """A request that was signed."""

    signature: Signature
    key: str | None
    """The id of the key."""


class CommandSignatures:
    """See `awsbatch.aws.clearance.Signatures`."""

    def __init__(
        self,
        invocation: Invocation,
        clearance: Clearance,
        identities: Callable[[], CallerIdentities],
    ) -> None:
        """Take what tells, once the command is under way, who knows accounts for it."""
        self._invocation = invocation
        self._clearance = clearance
        self._identities = identities
        self._signed: dict[int, list[_Signed | None]] = {}
        """Of each thread what was signed and not sent, the last one last.

        To sign for a directory bucket, S3 is asked for keys, in a request of its own.
        """

    def learn(self, signer: Any, version: Any) -> None:
        """See `awsbatch.aws.clearance.Signatures`."""
        signed = None if version is UNSIGNED else self._by(signer, version)
        if signed is None or not str(version).endswith(_PRESIGNING):
            self._signed.setdefault(get_ident(), []).append(signed)
        elif (refusal := self._clearance.presigned(signed.signature)) is not None:
            self._invocation.refuse(refusal)

    def of(self, sent: Any) -> Signature | None:
        """See `awsbatch.aws.clearance.Signatures`."""
        waiting = self._signed.get(get_ident())
        signed = waiting.pop() if waiting else None
        header = _text(sent.headers.get("Authorization", ""))
        if signed is None:
            is_signed = header or "X-Amz-Signature" in sent.url
            return _NOBODY_ASKED if is_signed else None
        key = _KEY.search(header)
        if key is None or key[1] == signed.key or _OF_BUCKET in sent.headers:
            return signed.signature
        return _NOBODY_ASKED

    def _by(self, signer: Any, version: Any) -> _Signed:
        frozen = None if version == _BEARER else signing_key.fixed(signer)
        if frozen is None:
            return _Signed(_TOKEN, None)
        return _Signed(self._signature(signer, frozen), frozen.access_key)

    def _signature(self, signer: Any, frozen: Any) -> Signature:
        identities, url = self._identities(), signing_key.endpoint(signer)
        account = identities.account(self._invocation, frozen, signer.region_name, url)
        endpoint = None if url is None or identities.partitions.has(url) else url
        name = named_by(self._invocation, signing_key.credentials(signer), frozen.access_key)
        return Signature(name, account.id, account.reason, endpoint)


def _text(value: str | bytes) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value
