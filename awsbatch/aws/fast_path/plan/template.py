"""The head of the requests of a plan, with places for what differs from one to the next.

It is equal because it is made of a head that botocore sent, in the same order:
a header stays as it was if it is known to be the same for all calls of a kind,
and is a place if it is known what belongs there. With any other there is none.
"""

from collections.abc import Collection, Mapping

from awsbatch.aws.fast_path.plan.sent import Sent
from awsbatch.aws.fast_path.request_signature import canonical_request
from awsbatch.record import record

_PLACES = {
    "amz-sdk-invocation-id": "number",
    "authorization": "authorization",
    "content-length": "length",
    "x-amz-content-sha256": "payload",
    "x-amz-date": "moment",
    "x-amz-security-token": "token",
}
"""What belongs in headers, by their names in lower case."""
_SAME = frozenset(
    {
        "accept",
        "accept-encoding",
        "amz-sdk-request",
        "host",
        "user-agent",
        "x-amz-api-version",
        "x-amz-glacier-version",
    }
)
"""The names of headers that are the same for all calls of a kind, besides those of a model."""
_ALGORITHM = "AWS4-HMAC-SHA256 Credential="
_SIGNED = "SignedHeaders="
_UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"


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


def template_of(sent: Sent, same: Collection[str], places: Collection[str]) -> Template | None:
    """Return a template of what botocore sent, or None if anything in its head is not known.

    `same` and `places` name the headers that come from the model of the operation, in lower case:
    those that are the same for all calls of a kind, and those that are not.
    """
    known = {*_PLACES, *_SAME, *same, *places}
    if len(sent.headers) < len(sent.fields) or not sent.headers.keys() <= known:
        return None
    texts = {name: _text(name, value, places) for name, value in sent.headers.items()}
    signing = _signing(sent, texts)
    if signing is None and "authorization" in sent.headers:
        return None
    rest = "".join(f"{name}: {texts[name.lower()]}\r\n" for name, _ in sent.fields)
    version = sent.line.rpartition(" ")[2]
    return Template(f"{sent.method} %(target)s {version}\r\n{rest}\r\n", signing)


def _text(name: str, value: str, places: Collection[str]) -> str:
    """Return what stands in a template for a header's value."""
    if name in _PLACES:
        return f"%({_PLACES[name]})s"
    return f"%({name})s" if name in places else value.replace("%", "%%")


def _signing(sent: Sent, texts: Mapping[str, str]) -> Signing | None:
    parts = sent.headers.get("authorization", "").split(", ")
    if len(parts) != len(("credential", "headers", "signature")):
        return None
    credential, headers, _ = parts
    if not (credential.startswith(_ALGORITHM) and headers.startswith(_SIGNED)):
        return None
    _, _, region, service, _ = credential.split("/")
    signed = headers.removeprefix(_SIGNED).split(";")
    if not texts.keys() >= set(signed):
        return None
    pairs = [(name, " ".join(texts[name].split())) for name in signed]
    canonical, names = canonical_request(sent.method, "%(path)s", "%(query)s", pairs, "%(payload)s")
    digest = sent.headers.get("x-amz-content-sha256")
    payload = digest if digest == _UNSIGNED_PAYLOAD else None
    return Signing(canonical, names, (region, service), payload)
