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
_FINAL = 200
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
    body: bytes
    """Without the framing of chunks, and compressed where the server compressed it."""

    def stream(self) -> tuple[bytes, ...]:
        """Return the body in pieces, as botocore asks urllib3's answers for it."""
        return (self.body,)


@record
class Reading:
    """An answer, and what it says of the connection that it came by."""

    answer: Answer
    is_clean: bool
    """Whether nothing came behind it."""
    was_asked_for: bool
    """Whether the server had asked for the body of the request by `100 Continue` before."""


def read(source: Receiving, received: bytearray, method: str) -> Reading:
    """Read the answer to a request of a method; raise `OddError` where it is not plain.

    All that has come is in `received` then, for somebody else to read.
    """
    start = 0
    while True:
        head = _head(source, received, start)
        status = int(head[1])
        if status >= _FINAL:
            break
        if status != _CONTINUE or head[3]:
            raise OddError
        start = head.end()
    headers = _headers(head[3].decode())
    body, end = _body(source, received, head.end(), method, status, headers)
    answer = Answer(status, (head[2] or b"").decode().rstrip(), headers, body)
    return Reading(answer, end == len(received), start > 0)


def _head(source: Receiving, received: bytearray, start: int) -> re.Match[bytes]:
    """Return a head that is complete, as soon as it is."""
    if len(received) == start:
        _receive(source, received)
    while (head := _HEAD.match(received, start)) is None:
        # The standard library would go on to read as well: each line so far is one that it takes.
        if not _BEGUN.match(received, start) or len(received) - start > _LONGEST_LINE:
            raise OddError
        _receive(source, received)
    if head.end() - start > _LONGEST_LINE:
        raise OddError
    return head


def _headers(block: str) -> dict[str, str]:
    fields = _FIELD.findall(block)
    if len(fields) >= _MOST_HEADERS:
        raise OddError
    names: dict[str, str] = {}
    headers: dict[str, str] = {}
    for name, value in fields:
        first = names.setdefault(name.lower(), name)
        headers[first] = f"{headers[first]}, {value}" if first in headers else value
    return headers


def _body(
    source: Receiving,
    received: bytearray,
    start: int,
    method: str,
    status: int,
    headers: dict[str, str],
) -> tuple[bytes, int]:
    """Return the body, and where it ends in what was received."""
    lowered = {name.lower(): value for name, value in headers.items()}
    length = lowered.get("content-length")
    encoding = lowered.get("transfer-encoding")
    if not _is_framed_plainly(lowered, length):
        raise OddError
    is_bodiless = method == "HEAD" or status in _BODILESS
    if encoding is not None:
        if encoding.lower() != "chunked" or length is not None or is_bodiless:
            raise OddError
        return _chunks(source, received, start)
    if is_bodiless:
        return b"", start
    if length is None:
        raise OddError
    end = start + int(length)
    _receive_until(source, received, end)
    return bytes(received[start:end]), end


def _is_framed_plainly(headers: dict[str, str], length: str | None) -> bool:
    if headers.get("connection", "keep-alive").lower() != "keep-alive":
        return False
    if length is not None and not (length.isdigit() and len(length) <= _LONGEST_NUMBER):
        return False
    return not _OF_PARTS.match(headers.get("content-type", ""))


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
