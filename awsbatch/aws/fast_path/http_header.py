"""Headers and hosts of a request and its answer, found for less.

For each request botocore looks for the host in a URL and makes some sixty
keys of the same few names, and the standard library has a parser of e-mail
read the headers of the answer: an eighth of the time that it takes. What is
not plain goes to them as ever.
"""

import http.client
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.client import HTTPMessage
from typing import Any

import botocore.auth
import botocore.awsrequest

_MOST_HOSTS = 1_000
_MOST_NAMES = 1_000

# Printable ASCII; of the types left out, the parser expects a body after the headers.
_PLAIN_HEADER = re.compile(
    rb"(?!From |content-type:[\t ]*(?:multipart|message))([!-9;-~]+):[\t ]*([\t -~]*)\r\n",
    re.IGNORECASE,
)
_END = b"\r\n"
_LONGEST_HEADER = 8_192
_MOST_LINES = 100


@contextmanager
def hastened() -> Iterator[None]:
    """Have hosts and headers found sooner in this block."""
    taken = []
    for module, name, sooner in (
        (botocore.auth, "_host_from_url", lru_cache(_MOST_HOSTS)),
        (botocore.awsrequest, "_HeaderKey", _kept),
        (http.client, "parse_headers", _plain_headers_sooner),
    ):
        function = getattr(module, name, None)
        if function is not None:
            taken.append((module, name, function))
            setattr(module, name, sooner(function))
    try:
        yield
    finally:
        for module, name, function in taken:
            setattr(module, name, function)


def _kept(keys: type) -> type:
    """Return a class of such keys, which has one for each name."""
    if type(keys) is not type:
        # Another pool has seen to it.
        return keys
    known: dict[str, Any] = {}

    class OneForEachName(type):
        def __call__(cls, name: str) -> Any:
            key = known.get(name)
            if key is None:
                key = super().__call__(name)
                if len(known) < _MOST_NAMES:
                    known[name] = key
            return key

    return OneForEachName(keys.__name__, (keys,), {})


def _plain_headers_sooner(parse: Callable[..., HTTPMessage]) -> Callable[..., HTTPMessage]:
    """Return a function that reads headers as that does, which is `http.client.parse_headers`."""

    def parse_sooner(fp: Any, *args: Any, **kwargs: Any) -> HTTPMessage:
        if args or kwargs:
            return parse(fp, *args, **kwargs)
        lines = [fp.readline(_LONGEST_HEADER)]
        message = HTTPMessage()
        while lines[-1] != _END:
            header = _PLAIN_HEADER.fullmatch(lines[-1])
            if header is None or len(lines) >= _MOST_LINES:
                return parse(_Unread(lines, fp))
            message.set_raw(header[1].decode(), header[2].decode())
            lines.append(fp.readline(_LONGEST_HEADER))
        message.set_payload("")
        return message

    return parse_sooner


class _Unread:
    """A file of which some lines were read, the last of them perhaps in part."""

    def __init__(self, lines: list[bytes], file: Any) -> None:
        self._lines = iter(lines)
        self._file = file

    def readline(self, limit: int) -> bytes:
        line: bytes = next(self._lines, b"")
        if not line.endswith(b"\n"):
            line += self._file.readline(limit - len(line))
        return line
