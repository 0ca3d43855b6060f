"""The body of a plan's requests as it goes over the wire, and the checksums of it.

It is equal because botocore's own classes compute the checksums, and because
the request that a plan was made of told which there are, and where they stand.
"""

import io
from base64 import b64encode
from collections.abc import Mapping
from hashlib import md5
from typing import Any
from urllib.parse import urlencode

from awsbatch.record import record

try:
    from botocore.httpchecksum import _CHECKSUM_CLS as _KINDS  # botocore 1.29 to 1.44
except ImportError:
    _KINDS = {}

_LONGEST_FILE = 8_192
"""Bytes, which are sent in one chunk, and with the head in one piece."""
CHECKSUM = "x-amz-checksum-"
"""What the names of checksums begin with."""
_TRAILER = "x-amz-trailer"


def bytes_of(body: object) -> bytes | None:
    """Return what a body is, which is left as it was; None where it is long, or no simple one."""
    if isinstance(body, bytes):
        return body
    if isinstance(body, dict):
        # As botocore 1.29 to 1.44 prepares a request.
        return urlencode(body, doseq=True).encode()
    return _read(body) if type(body) in (io.BufferedReader, io.BytesIO) else None


def _read(file: Any) -> bytes | None:
    """Return the rest of a short file; None for an empty one, too, of which some tell otherwise."""
    if not file.seekable():
        return None
    start = file.tell()
    try:
        content: bytes = file.read(_LONGEST_FILE + 1)
    finally:
        file.seek(start)
    return content if 0 < len(content) <= _LONGEST_FILE else None


@record
class Payload:
    """How the bodies of a plan's requests are sent."""

    checksum: str | None
    """The header, or the trailer, with a checksum; in lower case."""
    is_chunked: bool
    """Whether the checksum follows the body, which is then in chunks."""
    has_digest: bool
    """Whether a header has a digest of the body by MD5."""

    def values(self, body: bytes) -> dict[str, str]:
        """Return the values that have places in a head."""
        values = {"length": str(len(body))}
        if self.has_digest:
            values["digest"] = b64encode(md5(body, usedforsecurity=False).digest()).decode()
        if self.checksum is not None and not self.is_chunked:
            values["checksum"] = _checksum(self.checksum, body)
        return values

    def wire(self, body: bytes) -> bytes:
        """Return what follows the head."""
        if self.checksum is None or not self.is_chunked:
            return body
        # A chunk of S3's, in one of HTTP.
        trailer = f"{self.checksum}:{_checksum(self.checksum, body)}".encode()
        chunk = b"%x\r\n%b\r\n0\r\n%b\r\n\r\n" % (len(body), body, trailer)
        return b"%x\r\n%b\r\n0\r\n\r\n" % (len(chunk), chunk)


def payload_of(headers: Mapping[str, str], own: set[str]) -> Payload | None:
    """Return how a body was sent with some headers, or None if by a checksum not known here.

    `headers` have names in lower case; `own` are the names of those that come from parameters.
    """
    computed = [name for name in headers if name.startswith(CHECKSUM) and name not in own]
    trailer = headers.get(_TRAILER)
    if trailer is not None:
        computed.append(trailer)
    if len(computed) > 1 or any(_algorithm(name) not in _KINDS for name in computed):
        return None
    checksum = computed[0] if computed else None
    return Payload(checksum, trailer is not None, "content-md5" in headers.keys() - own)


def _checksum(name: str, body: bytes) -> str:
    value: str = _KINDS[_algorithm(name)]().handle(body)
    return value


def _algorithm(name: str) -> str:
    return name.removeprefix(CHECKSUM)
