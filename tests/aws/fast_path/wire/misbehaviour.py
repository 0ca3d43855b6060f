"""Answers of a server that misbehaves, drawn by a number: most have one thing wrong, or odd."""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.aws.fast_path.wire.listener import Answer, Reply

_JSON = (
    b"{}",
    b'{"nextToken": "t", "logGroups": [{"arn": "a", "creationTime": 1700000000123}]}',
    b'{"Item": {"id": {"S": "\\ud83d\\ude00"}}, "TableNames": ["a"], "FunctionName": "f"}',
    b'{"logGroups": [{"arn": "\xc3\xbc"}], "NextToken": null, "Functions": []}',
)
_JSON_ERRORS = (
    b'{"__type": "com.amazonaws.x#ResourceNotFoundException", "message": "no \xc3\xbc"}',
    b'{"__type": "ThrottlingException", "Message": "slow down"}',
    b'{"code": "TooManyRequestsException", "message": "slow down"}',
    b'{"__type": "ProvisionedThroughputExceededException"}',
    b'{"__type": "RequestTimeTooSkewed", "message": "clock"}',
    b'{"__type": "ExpiredTokenException", "message": "old"}',
    b'{"__type": "InternalFailure"}',
    b'{"message": 5, "__type": ["x"]}',
    b'{"Error": {"Code": "Mine", "Message": "in a good answer"}}',
)
_XML = (
    b"<GetUserResponse><GetUserResult><User><UserName>a</UserName></User></GetUserResult>%s"
    % b"<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetUserResponse>",
    b"<DescribeInstancesResponse><requestId>r</requestId></DescribeInstancesResponse>",
    b"<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>",
    b"<?xml version='1.0' encoding='UTF-8'?>\n<Nothing/>",
)
_XML_ERRORS = (
    b"<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>no</Message></Error></ErrorResponse>",
    b"<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>",
    b"<Error><Code>SlowDown</Code><Message>slow down</Message></Error>",
    b"<Error><Code>NoSuchKey</Code><Key>a</Key></Error>",
    b"<Error><Code>InternalError</Code></Error>",
    b"<Error><Code>RequestTimeTooSkewed</Code></Error>",
    b"<Error><Code>PermanentRedirect</Code><Endpoint>b.s3.eu-west-1.amazonaws.com</Endpoint></Error>",
    b"<Error/>",
    b"<Error><Code/></Error>",
)
_RUBBISH = (
    b"",
    b" ",
    b"null",
    b"[]",
    b"5",
    b'"text"',
    b"{",
    b'{"a": NaN, "b": Infinity}',
    b'{"logGroups": 5}',
    b'{"logGroups": [{"creationTime": "soon"}]}',
    b'{"logGroups": [{"creationTime": 1e400}]}',
    b'{"a": "\\ud800"}',
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{}",
    b"[" * 3000 + b"]" * 3000,
    b"<html><body>Service Unavailable</body></html>",
    b"<a>",
    b"<a><b></a></b>",
    b"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
    b"<GetUserResponse/>",
    b"\x1f\x8b\x08rubbish",
    b"x" * 100_000,
    b"HTTP/1.1 200 OK\r\n\r\n",
)
_STATUSES = (
    *(200,) * 6,
    *(201, 202, 204, 205, 206, 226, 299, 300, 301, 302, 304, 307, 308, 399),
    *(400,) * 4,
    *(401, 403, 404, 404, 408, 409, 412, 413, 418, 429, 429, 499),
    *(500, 500, 501, 502, 503, 503, 504, 509, 511, 599),
)
_ODD_STATUS_LINES = (
    b"HTTP/1.0 200 OK",
    b"HTTP/1.1 200",
    b"HTTP/1.1 200 ",
    b"HTTP/1.1  200  OK",
    b"HTTP/1.1\t200\tOK",
    b"HTTP/1.9 200 OK",
    b"HTTP/2 200 OK",
    b"HTTP/2.0 200 OK",
    b"HTTP/0.9 200 OK",
    b"http/1.1 200 OK",
    b" HTTP/1.1 200 OK",
    b"HTTP/1.1 200 \xfc\xff",
    b"HTTP/1.1 +200 OK",
    b"HTTP/1.1 2_0_0 OK",
    b"HTTP/1.1 0200 OK",
    b"HTTP/1.1 99 Low",
    b"HTTP/1.1 -1 Low",
    b"HTTP/1.1 600 High",
    b"HTTP/1.1 999 High",
    b"HTTP/1.1 1000 Higher",
    b"HTTP/1.1 abc OK",
    b"HTTP/1.1 100 Continue",
    b"HTTP/1.1 101 Switching",
    b"HTTP/1.1 102 Processing",
    b"HTTP/1.1 103 Early Hints",
    b"HTTP/1.1",
    b"ICY 200 OK",
    b"220 smtp.example ESMTP",
    b"",
    b"HTTP/1.1 200 " + b"o" * 65_510,
    b"HTTP/1.1 200 " + b"o" * 65_600,
)
_ODD_HEADERS = (
    b"X-Folded: a\r\n b",
    b"X-Folded: a\r\n\tb",
    b" leading: space",
    b"No colon",
    b": no name",
    b"Sp ace: in name",
    b"Space : before colon",
    b"X-Latin: \xfc",
    b"X-Utf: \xc3\xbc",
    b"X-Nul: a\x00b",
    b"X-Bare: a\rb",
    b"X-Feed: a\x0cb",
    b"X-Line: a\x0bb\x1cc\x85d",
    b"X-Empty:",
    b"X-Long: " + b"y" * 65_000,
    b"X-Longer: " + b"y" * 66_000,
    b"\r\n".join(b"X-Many-%d: v" % number for number in range(90)),
    b"\r\n".join(b"X-Many-%d: v" % number for number in range(120)),
    b"From nobody: ever",
    b"x-amzn-RequestId: second",
    b"x-amzn-ErrorType: FromTheHead:http://x",
    b"x-amzn-query-error: Query.Code;Sender",
    b"x-amz-crc32: 2745614147",
    b"x-amz-crc32: 1",
    b"x-amz-crc32: abc",
    b"x-amz-bucket-region: eu-west-1",
    b"x-amz-meta-\xfc: v",
    b"x-amz-retry-after: 1",
    b"Retry-After: 0",
    b"Date: Fri, 02 Jan 2026 04:04:05 GMT",
    b"Date: never",
    b"Connection: close",
    b"Connection: keep-alive",
    b"Connection: Close, Upgrade",
    b"Connection: x",
    b"Keep-Alive: timeout=1",
    b"Proxy-Connection: keep-alive",
    b"Content-Type: text/html",
    b"Content-Type: application/json",
    b"Content-Type: text/xml; charset=latin-1",
    b"Content-Type: application/cbor",
    b"Content-Type: multipart/mixed; boundary=x",
    b"Content-Encoding: gzip",
    b"Content-Encoding: deflate",
    b"Content-Encoding: br",
    b"Content-Encoding: aws-chunked",
    b"Location: https://elsewhere.example/",
    b"Location: /elsewhere",
    b"Set-Cookie: a=b",
    b'ETag: "e"',
    b"Trailer: X-Trailer",
    b"Upgrade: h2c",
)
_GOES_ON = 0.9
"""Of those who expect it, how many are told to go on."""
_CLOSING = Reply((), closes=True)


@dataclass(frozen=True)
class _Parts:
    """An answer before it is put together."""

    status_line: bytes
    headers: tuple[bytes, ...]
    body: bytes
    framing: tuple[bytes, ...]
    sent_body: bytes
    line_end: bytes = b"\r\n"
    before: bytes = b""
    after: bytes = b""
    closes: bool = False


def answers(number: int, *, of_xml: bool, is_head: bool) -> Answer:
    """Return what a server answers in the trial of a number to the requests of a line.

    Some are good only at the second or third request, and some never.
    """
    draw = Random(number)  # noqa: S311 (not a secret)
    first = [_reply(draw, of_xml=of_xml, is_head=is_head) for _ in range(draw.choice((1, 1, 2, 3)))]
    good = _good(draw, of_xml=of_xml, is_head=is_head)
    replies = [*first, _rendered(draw, good)] if draw.random() < 0.7 else first
    return lambda at, _: replies[min(at, len(replies) - 1)]


def _good(draw: Random, *, of_xml: bool, is_head: bool) -> _Parts:
    body = draw.choice(_XML if of_xml else _JSON)
    return _parts(b"HTTP/1.1 200 OK", body, is_head=is_head)


def _parts(status_line: bytes, body: bytes, *, is_head: bool) -> _Parts:
    headers = (b"x-amzn-RequestId: r-1", b"Date: Fri, 02 Jan 2026 03:04:05 GMT")
    framing = (b"Content-Length: %d" % len(body),)
    return _Parts(status_line, headers, body, framing, b"" if is_head else body)


def _reply(draw: Random, *, of_xml: bool, is_head: bool) -> Reply:
    if draw.random() < 0.05:
        return draw.choice((_CLOSING, replace(_CLOSING, closes=False, resets=True)))
    parts = _good(draw, of_xml=of_xml, is_head=is_head)
    for _ in range(draw.choice((0, 1, 1, 1, 2, 3))):
        parts = draw.choice(_CHANGES)(draw, parts)
    reply = _rendered(draw, parts)
    if draw.random() < 0.08:
        whole = b"".join(reply.pieces)
        return replace(reply, pieces=(whole[: draw.randrange(len(whole) + 1)],), closes=True)
    return reply


def _rendered(draw: Random, parts: _Parts) -> Reply:
    lines = [parts.status_line, *parts.headers, *parts.framing, b"", b""]
    whole = parts.before + parts.line_end.join(lines) + parts.sent_body + parts.after
    pieces = tuple(_cut(draw, whole)) if draw.random() < 0.3 and not parts.after else (whole,)
    # Who reads on until the end must get to one; so must who waits for more than there is.
    closes = parts.closes or not _has_end(parts)
    return Reply(pieces, closes=closes, continues=draw.random() < _GOES_ON)


def _has_end(parts: _Parts) -> bool:
    return (
        parts.framing == (b"Content-Length: %d" % len(parts.sent_body),)
        and parts.line_end == b"\r\n"
        and parts.status_line not in _ODD_STATUS_LINES
        and not any(header in _ODD_HEADERS for header in parts.headers)
        and not parts.before
    )


def _cut(draw: Random, whole: bytes) -> Iterator[bytes]:
    at = sorted(draw.randrange(len(whole)) for _ in range(draw.choice((1, 2, 5))))
    for start, end in zip([0, *at], [*at, len(whole)], strict=True):
        if whole[start:end]:
            yield whole[start:end]


def _of_status(draw: Random, parts: _Parts) -> _Parts:
    status = draw.choice(_STATUSES)
    body = draw.choice(draw.choice((_JSON, _JSON_ERRORS, _XML, _XML_ERRORS, _RUBBISH)))
    is_head = not parts.sent_body
    made = _parts(b"HTTP/1.1 %d Status" % status, body, is_head=is_head)
    if status in {204, 304}:
        # Mostly without a body, as it should be.
        framing = draw.choice(((), (b"Content-Length: 0",), made.framing))
        return replace(made, framing=framing, sent_body=b"", closes=draw.random() < 0.3)
    return made


def _of_error(draw: Random, parts: _Parts) -> _Parts:
    errors = _XML_ERRORS if parts.body in _XML else _JSON_ERRORS
    status = draw.choice((400, 400, 403, 404, 429, 500, 503, 200))
    made = _parts(b"HTTP/1.1 %d Status" % status, draw.choice(errors), is_head=not parts.sent_body)
    return replace(made, headers=parts.headers)


def _of_rubbish(draw: Random, parts: _Parts) -> _Parts:
    body = draw.choice(_RUBBISH)
    made = _parts(parts.status_line, body, is_head=not parts.sent_body)
    return replace(made, headers=parts.headers)


def _of_status_line(draw: Random, parts: _Parts) -> _Parts:
    return replace(parts, status_line=draw.choice(_ODD_STATUS_LINES))


def _of_header(draw: Random, parts: _Parts) -> _Parts:
    headers = list(parts.headers)
    headers.insert(draw.randrange(len(headers) + 1), draw.choice(_ODD_HEADERS))
    return replace(parts, headers=tuple(headers))


def _of_gzip(draw: Random, parts: _Parts) -> _Parts:
    body = draw.choice((gzip.compress(parts.body, mtime=0), zlib.compress(parts.body)))
    made = _parts(parts.status_line, body, is_head=not parts.sent_body)
    return replace(made, headers=(*parts.headers, b"Content-Encoding: gzip"))


def _of_length(draw: Random, parts: _Parts) -> _Parts:
    length = len(parts.sent_body)
    odd: Sequence[tuple[bytes, ...]] = (
        (),
        (b"Content-Length: %d" % (length + 5),),
        (b"Content-Length: %d" % max(0, length - 1),),
        (b"Content-Length: 0",),
        (b"Content-Length: %d" % length, b"Content-Length: %d" % length),
        (b"Content-Length: %d" % length, b"Content-Length: %d" % (length + 1)),
        (b"Content-Length: %d, %d" % (length, length),),
        (b"Content-Length: +%d" % length,),
        (b"Content-Length: -%d" % (length + 1),),
        (b"Content-Length:   %d  " % length,),
        (b"Content-Length: 0%d" % length,),
        (b"Content-Length: 0x%x" % length,),
        (b"Content-Length: abc",),
        (b"Content-Length:",),
        (b"Content-Length: 1_0",),
        (b"content-length: %d" % length,),
        (b"Content-Length : %d" % length,),
        (b"Content-Length:\r\n %d" % length,),
        (b"Transfer-Encoding: identity", b"Content-Length: %d" % length),
        (b"Transfer-Encoding: gzip",),
    )
    return replace(parts, framing=draw.choice(odd))


def _of_chunks(draw: Random, parts: _Parts) -> _Parts:
    body, chunks = parts.sent_body, b""
    while body:
        size = draw.choice((1, 5, 100, len(body)))
        piece, body = body[:size], body[size:]
        form = draw.choice((b"%x", b"%x", b"%X", b"%x;name=value", b"00%x", b"%x "))
        chunks += form % len(piece) + b"\r\n" + piece + b"\r\n"
    end = draw.choice(
        (
            *(b"0\r\n\r\n",) * 6,
            b"0\r\nX-Trailer: v\r\n\r\n",
            b"0;x=y\r\n\r\n",
            b"000\r\n\r\n",
            b"0\n\n",
            b"0\r\n",
            b"",
            b"zz\r\n\r\n",
            b"-1\r\n\r\n",
            b"5\r\nab",
            b"\r\n",
            b"0\r\nX-Long: " + b"y" * 66_000 + b"\r\n\r\n",
        )
    )
    framing = draw.choice(
        (
            *((b"Transfer-Encoding: chunked",),) * 6,
            (b"transfer-encoding: Chunked",),
            (b"Transfer-Encoding: gzip, chunked",),
            (b"Transfer-Encoding: chunked", b"Content-Length: 5"),
            (b"Content-Length: 5", b"Transfer-Encoding: chunked"),
            (b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"),
            (b"Transfer-Encoding:chunked ",),
        )
    )
    return replace(parts, framing=framing, sent_body=chunks + end)


def _of_line_end(_: Random, parts: _Parts) -> _Parts:
    return replace(parts, line_end=b"\n")


def _of_interim(draw: Random, parts: _Parts) -> _Parts:
    interim = (
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\nX-A: b\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 3,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 40,
        b"HTTP/1.1 102 Processing\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.0 100 Continue\r\n\r\n",
        b"HTTP/1.1 100 Continue\n\n",
        b"\r\n",
    )
    return replace(parts, before=draw.choice(interim))


def _of_more(draw: Random, parts: _Parts) -> _Parts:
    return replace(
        parts, after=draw.choice((b"x", b"\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 9_000))
    )


def _of_end(_: Random, parts: _Parts) -> _Parts:
    return replace(parts, closes=True)


_CHANGES = (
    _of_status,
    _of_status,
    _of_error,
    _of_error,
    _of_rubbish,
    _of_status_line,
    _of_header,
    _of_header,
    _of_gzip,
    _of_length,
    _of_chunks,
    _of_chunks,
    _of_line_end,
    _of_interim,
    _of_more,
    _of_end,
)
