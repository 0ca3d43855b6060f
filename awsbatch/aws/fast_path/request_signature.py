"""Signatures of version 4 in fewer steps.

botocore derives the key of a day anew for each request, in four steps of HMAC,
and gathers the headers that it signs twice, into objects for e-mail. The same
strings are signed here, by the same key: it depends on nothing but the secret,
the day, the region and the service.
"""

import hmac
import logging
from collections.abc import Iterable
from datetime import datetime, timezone
from hashlib import sha256
from typing import Any

import botocore.auth
from botocore.auth import SIGNED_HEADERS_BLACKLIST, SIGV4_TIMESTAMP, S3SigV4Auth, SigV4Auth
from botocore.signers import RequestSigner

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.shortcut import Shortcut

_MOST_SCOPES = 100
_UNSIGNED = frozenset(SIGNED_HEADERS_BLACKLIST)


class SigningKeys:
    """The keys of one day and secret, by region and service.

    Only the last secret and day are known, and all is forgotten with the
    client that this belongs to. Nothing shows a key or a secret.
    """

    def __init__(self) -> None:
        self._kept: tuple[str, str, dict[tuple[str, str], bytes]] = ("", "", {})

    def key(self, secret: str, day: str, region: str, service: str) -> bytes:
        """Return the key that signs requests of a day, such as `20260131`, in UTC."""
        # No lock: threads that come at once find one key, whichever of them keeps it.
        kept_secret, kept_day, keys = self._kept
        if kept_secret != secret or kept_day != day:
            keys = {}
            self._kept = (secret, day, keys)
        key = keys.get((region, service))
        if key is None:
            if len(keys) >= _MOST_SCOPES:
                keys.clear()
            key = keys[region, service] = _derived(secret, day, region, service)
        return key


def _derived(secret: str, *scope: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (*scope, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def timestamp() -> str:
    """Return the time of now as it is signed."""
    return datetime.now(timezone.utc).strftime(SIGV4_TIMESTAMP)


def canonical_request(
    method: str, path: str, query: str, headers: Iterable[tuple[str, str]], payload: str
) -> tuple[str, str]:
    """Return what is signed of a request, and the names of its signed headers.

    `headers` are sorted, with names in lower case and without spaces that do
    not count; `path` and `query` are canonical, and `payload` is a digest.
    """
    headers = [*headers]
    names = ";".join([name for name, _ in headers])
    lines = "\n".join([f"{name}:{value}" for name, value in headers])
    return f"{method}\n{path}\n{query}\n{lines}\n\n{names}\n{payload}", names


def authorization(
    keys: SigningKeys,
    credentials: Any,
    signed: tuple[str, str],
    moment: str,
    scope: tuple[str, str],
) -> str:
    """Return the value of a request's header `Authorization`.

    `credentials` are frozen ones of botocore's, `signed` comes from
    `canonical_request`, `moment` from `timestamp`, and `scope` is a region and
    the name by which a service signs.
    """
    text, names = signed
    region, service = scope
    day = moment[:8]
    key = keys.key(credentials.secret_key, day, region, service)
    where = f"{day}/{region}/{service}/aws4_request"
    digest = sha256(text.encode()).hexdigest()
    message = f"AWS4-HMAC-SHA256\n{moment}\n{where}\n{digest}"
    signature = hmac.digest(key, message.encode(), "sha256").hex()
    return (
        f"AWS4-HMAC-SHA256 Credential={credentials.access_key}/{where}, "
        f"SignedHeaders={names}, Signature={signature}"
    )


class _QuickAuth:
    """Part of a class that signs as another one, which may differ in payload and path alone."""

    signing_keys: SigningKeys

    def add_auth(self: Any, request: Any) -> None:
        """Sign a request."""
        if (
            self.credentials is None
            or _LOGGER.isEnabledFor(logging.DEBUG)
            or not self._sign_plainly(request)
        ):
            super().add_auth(request)  # type: ignore[misc]

    def _sign_plainly(self: Any, request: Any) -> bool:
        """Sign a request, if its headers are plain ones; tell whether it is signed."""
        moment = request.context["timestamp"] = timestamp()
        self._modify_request_before_signing(request)
        headers = _plain(request)
        if headers is None:
            return False
        text = canonical_request(
            request.method.upper(),
            self._normalize_url_path(botocore.auth.urlsplit(request.url).path),
            self.canonical_query_string(request),
            sorted(headers.items()),
            self._digest(request, headers),
        )
        scope = (self._region_name, self._service_name)
        request.headers["Authorization"] = authorization(
            self.signing_keys, self.credentials, text, moment, scope
        )
        return True

    def _digest(self: Any, request: Any, headers: dict[str, str]) -> str:
        given = "x-amz-content-sha256" in headers
        digest: str = request.headers["X-Amz-Content-SHA256"] if given else self.payload(request)
        return digest


class _QuickSigV4Auth(_QuickAuth, SigV4Auth):  # type: ignore[misc]
    pass


class _QuickS3SigV4Auth(_QuickAuth, S3SigV4Auth):  # type: ignore[misc]
    pass


_LOGGER = logging.getLogger("botocore.auth")
_QUICK = {SigV4Auth: _QuickSigV4Auth, S3SigV4Auth: _QuickS3SigV4Auth}


def _plain(request: Any) -> dict[str, str] | None:
    """Return the headers to sign of a request; None where one is not plain ASCII."""
    headers: dict[str, str] = {}
    for name, value in request.headers.raw_items():
        if not (isinstance(value, str) and value.isascii()):
            return None
        lower = name.lower()
        if lower not in _UNSIGNED:
            trimmed = " ".join(value.split())
            headers[lower] = f"{headers[lower]},{trimmed}" if lower in headers else trimmed
    if "host" not in headers:
        headers["host"] = botocore.auth._host_from_url(request.url)  # noqa: SLF001 (botocore 1.44)
    # botocore sorts names with spaces around them in two orders.
    names = "".join(headers)
    return headers if names.isascii() and names.split() == [names] else None


class _Signer(RequestSigner):  # type: ignore[misc]
    """A client's signer, which keeps the keys that it signs by."""

    signing_keys: SigningKeys

    def get_auth_instance(self, *args: Any, **kwargs: Any) -> Any:
        """Return an object that signs a request."""
        auth = super().get_auth_instance(*args, **kwargs)
        quick = _QUICK.get(type(auth))
        if quick is not None:
            auth.__class__ = quick
            auth.signing_keys = self.signing_keys
        return auth


class Signatures(Shortcut):
    """A client signs by keys that it keeps."""

    name = "signatures"
    needs = (
        # botocore 1.44.
        "botocore.client:BaseClient()._request_signer",
        "botocore.auth:SigV4Auth.canonical_query_string(self, request)",
        "botocore.auth:SigV4Auth.payload(self, request)",
        "botocore.auth:SigV4Auth._modify_request_before_signing(self, request)",
        "botocore.auth:SigV4Auth._normalize_url_path(self, path)",
        "botocore.auth:SigV4Auth()._region_name",
        "botocore.auth:SigV4Auth()._service_name",
        "botocore.auth:_host_from_url",
        # Python 3.10 to 3.14.
        "email.message:Message.raw_items(self)",
    )

    def client(self, client: Client) -> None:
        """Have the client keep the keys that it signs by."""
        signer = client._request_signer  # noqa: SLF001 (it has no public name)
        if type(signer) is RequestSigner:
            signer.__class__ = _Signer
            signer.signing_keys = SigningKeys()


SHORTCUTS = (Signatures,)
