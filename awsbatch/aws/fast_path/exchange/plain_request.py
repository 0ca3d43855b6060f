"""Requests of HTTP/1.1, written where urllib3 and http.client would write the same.

Equal to what they write, since all that is written here is of one plain form;
any other request is left to them.
"""

import re
from collections.abc import Mapping
from typing import Any

_LONGEST_BODY = 16_384
"""Bytes that are sent in one piece with the head of a request."""
# What urllib3 leaves as it is.
_PLAIN_TARGET = re.compile(r"/(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*", re.ASCII)
_METHODS = frozenset({"DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"})
_PLAIN = re.compile(r"(?:[!-9;-~]+: [\t -~]*\r\n)*")
_NEEDED = frozenset({"user-agent"})
# By these, urllib3 writes another head.
_TURNING = frozenset({"host", "accept-encoding", "transfer-encoding"})
_BODILESS = frozenset({"GET", "HEAD"})
# urllib3's value of a header that it is to leave out.
_SKIPPED = "@@@SKIP_HEADER@@@"


def is_short(method: str, url: str, body: Any, headers: Any) -> bool:
    """Return whether a request is written in the same way whoever writes it, and is short."""
    if method not in _METHODS or not _PLAIN_TARGET.fullmatch(url):
        return False
    length = headers.get("Content-Length", headers.get("X-Amz-Decoded-Content-Length"))
    if length is None:
        return body is None
    return str(length).isdigit() and int(length) <= _LONGEST_BODY


def written(
    method: str, target: str, first: str, headers: Mapping[str, Any], body: Any
) -> bytes | None:
    """Return a request, head and body, whose `first` headers are the connection's own.

    Return None where it is not plain: a header that is not printable ASCII or
    changes what others are written, or a body that is not at hand.
    """
    if isinstance(body, str) and body.isascii():
        body = body.encode()
    elif body is not None and type(body) is not bytes:
        return None
    names = {name.lower() for name in headers}
    if not names >= _NEEDED or not names.isdisjoint(_TURNING) or ":" in "".join(names):
        return None
    if "content-length" not in names and (body is not None or method not in _BODILESS):
        return None
    lines = [f"{name}: {_text(value)}\r\n" for name, value in headers.items()]
    head = "".join(lines)
    if head.count("\r\n") != len(lines) or not _PLAIN.fullmatch(head) or _SKIPPED in head:
        return None
    return f"{method} {target} HTTP/1.1\r\n{first}{head}\r\n".encode() + (body or b"")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    # What is neither is not plain, and so is not printable here.
    return value.decode("latin-1") if isinstance(value, bytes) else "\0"
