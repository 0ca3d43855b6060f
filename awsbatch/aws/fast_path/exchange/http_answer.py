"""Answers of HTTP/1.1, read where nothing about them is out of the ordinary.

Equal to what http.client and urllib3 read, since all that is read here is of
one plain form that both take; any other answer is left to them.
"""

import re
from typing import Protocol

from awsbatch.record import record

_MOST_AT_ONCE = 16_384
"""Bytes: one record of TLS."""
_LONGEST_LINE = 65_536
_MOST_PIECES = 100
_MOST_HEADERS = 99
_LONGEST_NUMBER = 15
_CHUNK_LINE = 10

_STATUS = rb"HTTP/1\.1 ([1-5]\d\d)(?: ([!-~][ -~]*)?)?\r\n"
_HEADER = rb"[!-9;-~]+:[\t -~]*\r\n"
_HEAD = re.compile(_STATUS + rb"((?:" + _HEADER + rb")*)\r\n")
_BEGUN = re.compile(rb"(?:" + _STATUS + rb"(?:" + _HEADER + rb")*)?[^\n]*\Z")
_FIELD = re.compile(r"([^:\r\n]+):[\t ]*([^\r\n]*)")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})\r\n")
# The parser of headers in the standard library expects a body after them.
_OF_PARTS = re.compile("multipart|message", re.IGNORECASE)

_CONTINUE = 100
_FINAL, _REDIRECTION = 200, 300
_BODILESS = (204, 304)


class Receiving(Protocol):
    """The part of a socket that an answer is read by."""

    def recv(self, size: int, /) -> bytes:
        """Return what has come: at least one byte, but at the end."""


class OddError(Exception):
    """An answer is not plain, or has ended too soon."""


@record
class Answer:
    """An answer that was read to its end."""

    status: int
    reason: str
    headers: dict[str, str]
    """By their names as the server spelt them first; those that came more than once joined."""
    lowered: dict[str, str]
    """The same, by their names in lower case."""
    body: bytes
    """Without the framing of chunks, and compressed where the server compressed it."""

    def stream(self) -> tuple[bytes, ...]:
        """Return the body in pieces, as botocore asks urllib3's answers for it."""
        return (self.body,)


def read(source: Receiving, received: bytearray, method: str, *, asks: bool) -> tuple[Answer, bool]:
    """Read the answer to a request, and tell whether its connection can be used again.

    It cannot where something came behind the answer, or where a request that
    `asks` for `100 Continue` was refused without it: then its body may not
    have been read. Raise `OddError` where the answer is not plain: all that has
    come is in `received` then, for somebody else to read.
    """
    start = 0
    while True:
        head = _head(source, received, start)
        status = int(head[1])
        if status >= _FINAL:
            break
        if status != _CONTINUE or head[3] or start > _LONGEST_LINE:
            raise OddError
        start = head.end()
    headers, lowered = _headers(head[3].decode())
    body, end = _body(source, received, head.end(), method, status, lowered)
    reason = head[2].decode().rstrip() if head[2] else ""
    is_read = not asks or start > 0 or status < _REDIRECTION
    return Answer(status, reason, headers, lowered, body), is_read and end == len(received)


def _head(source: Receiving, received: bytearray, start: int) -> re.Match[bytes]:
    """Return a head that is complete, as soon as it is."""
    if len(received) == start:
        _receive(source, received)
    # Each piece has it looked at anew.
    for _ in range(_MOST_PIECES):
        head = _HEAD.match(received, start)
        length = (head.end() if head else len(received)) - start
        # The standard library would go on to read as well: each line so far is one that it takes.
        if length > _LONGEST_LINE or not (head or _BEGUN.match(received, start)):
            raise OddError
        if head:
            return head
        _receive(source, received)
    raise OddError


def _headers(block: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return headers by their names, and by their names in lower case."""
    fields = _FIELD.findall(block)
    if len(fields) >= _MOST_HEADERS:
        raise OddError
    headers = dict(fields)
    lowered = {name.lower(): value for name, value in headers.items()}
    return (headers, lowered) if len(lowered) == len(fields) else _joined(fields)


def _joined(fields: list[tuple[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
    lowered: dict[str, str] = {}
    for name, value in fields:
        key = name.lower()
        lowered[key] = f"{lowered[key]}, {value}" if key in lowered else value
    names = {name.lower(): name for name, _ in reversed(fields)}
    return {names[key]: value for key, value in lowered.items()}, lowered


def _body(
    source: Receiving,
    received: bytearray,
    start: int,
    method: str,
    status: int,
    headers: dict[str, str],
) -> tuple[bytes, int]:
    """Return the body, and where it ends in what was received."""
    length = headers.get("content-length")
    if not _is_framed_plainly(headers, length):
        raise OddError
    is_bodiless = method == "HEAD" or status in _BODILESS
    if (encoding := headers.get("transfer-encoding")) is not None:
        if encoding.lower() != "chunked" or length is not None or is_bodiless:
            raise OddError
        return _chunks(source, received, start)
    if is_bodiless:
        return b"", start
    if length is None:
        raise OddError
    end = start + int(length)
    if end > len(received):
        _receive_until(source, received, end)
    return bytes(received[start:end]), end


def _is_framed_plainly(headers: dict[str, str], length: str | None) -> bool:
    if "connection" in headers and headers["connection"].lower() != "keep-alive":
        return False
    if length is not None and not (length.isdigit() and len(length) <= _LONGEST_NUMBER):
        return False
    return "content-type" not in headers or not _OF_PARTS.match(headers["content-type"])


def _chunks(source: Receiving, received: bytearray, start: int) -> tuple[bytes, int]:
    """Return the chunks of a body in one, and where the last of them ends."""
    chunks: list[bytes] = []
    while True:
        while (line := _CHUNK.match(received, start)) is None:
            if len(received) - start >= _CHUNK_LINE or b"\n" in received[start:]:
                raise OddError
            _receive(source, received)
        begin, end = line.end(), line.end() + int(line[1], 16)
        _receive_until(source, received, end + 2)
        start = end + 2
        if received[end:start] != b"\r\n":
            raise OddError
        if begin == end:
            return b"".join(chunks), start
        chunks.append(bytes(received[begin:end]))


def _receive_until(source: Receiving, received: bytearray, end: int) -> None:
    while len(received) < end:
        _receive(source, received)


def _receive(source: Receiving, received: bytearray) -> None:
    data = source.recv(_MOST_AT_ONCE)
    if not data:
        raise OddError
    received += data
