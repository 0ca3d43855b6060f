"""The head of the requests of a plan, with places for what differs from one to the next.

It is equal because it is made of a head that botocore sent, in the same order:
a header stays as it was if it is known to be the same for all calls of a kind,
and is a place if it is known what belongs there. With any other there is none.
"""

from collections.abc import Collection, Mapping

from awsbatch.aws.fast_path.plan.draft import is_plain
from awsbatch.aws.fast_path.plan.payload import CHECKSUM, Payload, payload_of
from awsbatch.aws.fast_path.plan.sent import Sent
from awsbatch.aws.fast_path.request_signature import canonical_request
from awsbatch.record import record

_DIGEST = "x-amz-content-sha256"
_PLACES = {
    "amz-sdk-invocation-id": "number",
    "authorization": "authorization",
    "content-length": "length",
    "content-md5": "digest",
    _DIGEST: "payload",
    "x-amz-date": "moment",
    "x-amz-decoded-content-length": "length",
    "x-amz-security-token": "token",
}
"""What belongs in headers, by their names in lower case."""
_SAME = frozenset(
    {
        "accept",
        "accept-encoding",
        "amz-sdk-request",
        "content-encoding",
        "expect",
        "host",
        "transfer-encoding",
        "user-agent",
        "x-amz-api-version",
        "x-amz-glacier-version",
        "x-amz-sdk-checksum-algorithm",
        "x-amz-trailer",
    }
)
"""The names of headers that are the same for all calls of a kind, besides those of a model."""
_ALGORITHM = "AWS4-HMAC-SHA256 Credential="
_SIGNED = "SignedHeaders="
_UNSIGNED_PAYLOADS = frozenset({"UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"})


@record
class Signing:
    """What of a signature of version 4 is the same for all requests of a plan."""

    canonical: str
    """What is signed, for `%`."""
    names: str
    """The signed headers."""
    scope: tuple[str, str]
    """The region, and the name by which the service signs."""
    payload: str | None
    """What is signed in place of a digest of the body, if that is not signed."""


@record
class Template:
    """The head of a request."""

    head: str
    """For `%`; its places are `target`, those of headers, and the names of further headers."""
    signing: Signing | None
    """None if nobody signs."""
    payload: Payload

    def filled(self, values: Mapping[str, str]) -> bytes | None:
        """Return the head with values in its places, or None if one is not sent as it is."""
        # Together they are plain only if each of them is, and none is empty.
        return (self.head % values).encode() if is_plain(" ".join(values.values())) else None


def template_of(sent: Sent, same: Collection[str], places: Collection[str]) -> Template | None:
    """Return a template of what botocore sent, or None if anything in its head is not known.

    `same` and `places` name the headers that come from the model of the operation, in lower case:
    those that are the same for all calls of a kind, and those that are not.
    """
    payload = payload_of(sent.headers, {*same, *places})
    if payload is None or len(sent.headers) < len(sent.fields) or _DIGEST in places:
        return None
    if not sent.headers.keys() <= {*_PLACES, *_SAME, *same, *places, payload.checksum}:
        return None
    texts = {name: _text(name, value, same, places) for name, value in sent.headers.items()}
    signing = _signing(sent, texts)
    if signing is None and "authorization" in sent.headers:
        return None
    rest = "".join(f"{_escaped(name)}: {texts[name.lower()]}\r\n" for name, _ in sent.fields)
    version = sent.line.rpartition(" ")[2]
    return Template(f"{sent.method} %(target)s {version}\r\n{rest}\r\n", signing, payload)


def _text(name: str, value: str, same: Collection[str], places: Collection[str]) -> str:
    """Return what stands in a template for a header's value."""
    if name in places:
        return f"%({name})s"
    place = "checksum" if name.startswith(CHECKSUM) else _PLACES.get(name)
    is_same = place is None or name in same or value in _UNSIGNED_PAYLOADS
    return _escaped(value) if is_same else f"%({place})s"


def _escaped(text: str) -> str:
    """Return a text that `%` leaves as it is."""
    return text.replace("%", "%%")


def _signing(sent: Sent, texts: Mapping[str, str]) -> Signing | None:
    parts = sent.headers.get("authorization", "").split(", ")
    if len(parts) != len(("credential", "headers", "signature")):
        return None
    credential, headers, _ = parts
    if not (credential.startswith(_ALGORITHM) and headers.startswith(_SIGNED)):
        return None
    _, _, region, service, _ = credential.split("/")
    names = headers.removeprefix(_SIGNED)
    signed = names.split(";")
    if not texts.keys() >= set(signed):
        return None
    pairs = [(_escaped(name), " ".join(texts[name].split())) for name in signed]
    canonical, _ = canonical_request(sent.method, "%(path)s", "%(query)s", pairs, "%(payload)s")
    digest = sent.headers.get(_DIGEST)
    payload = digest if digest in _UNSIGNED_PAYLOADS else None
    return Signing(canonical, names, (region, service), payload)
