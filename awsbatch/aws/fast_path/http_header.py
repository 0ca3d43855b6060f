"""Headers and hosts of a request and its answer, found in fewer steps.

For each request, botocore looks for the host in a URL and makes some sixty
keys of the same few header names, and the standard library reads the headers
of the answer with its parser of e-mail: an eighth of the time that a request
takes. Answers with unusual headers still go to that parser.
"""

import http.client
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import lru_cache
from http.client import HTTPMessage
from typing import Any

import botocore.auth
import botocore.awsrequest

from awsbatch.aws.shortcut import Shortcut, replaced

_MOST_HOSTS = 1_000
_MOST_NAMES = 1_000

# Printable ASCII. It leaves out the types after whose headers the parser expects a body.
_PLAIN_HEADER = re.compile(
    rb"(?!From |content-type:[\t ]*(?:multipart|message))([!-9;-~]+):[\t ]*([\t -~]*)\r\n",
    re.IGNORECASE,
)
_END = b"\r\n"
_LONGEST_HEADER = 8_192
_MOST_LINES = 100


class Hosts(Shortcut):
    """Keeps the host of each endpoint that requests are signed for."""

    name = "hosts"
    # botocore 1.44.
    needs = ("botocore.auth:_host_from_url",)

    def process(self) -> AbstractContextManager[None]:
        """Return a block in which botocore looks for the host of a URL once."""
        return replaced(botocore.auth, "_host_from_url", lru_cache(_MOST_HOSTS))


class HeaderNames(Shortcut):
    """Keeps the key that each name of a header is compared by."""

    name = "header names"
    # botocore 1.44.
    needs = ("botocore.awsrequest:_HeaderKey",)

    def process(self) -> AbstractContextManager[None]:
        """Return a block in which botocore makes one key for each name."""
        return replaced(botocore.awsrequest, "_HeaderKey", _kept)


class HeaderCopies(Shortcut):
    """Copies the headers of a request as one dictionary."""

    name = "copies of headers"
    # botocore 1.44.
    needs = (
        "botocore.awsrequest:HeadersDict.copy(self)",
        "botocore.awsrequest:HeadersDict()._dict",
    )

    def process(self) -> AbstractContextManager[None]:
        """Return a block in which botocore makes no key again for a header that is copied."""
        return replaced(botocore.awsrequest.HeadersDict, "copy", _copying)


class AnswerHeaders(Shortcut):
    """Reads the headers of an answer by a pattern, where all of them are plain."""

    name = "headers of answers"
    # Python 3.10 to 3.14: a response looks it up in the module, for each answer.
    needs = ("http.client:parse_headers",)

    def process(self) -> AbstractContextManager[None]:
        """Return a block in which plain headers are not the e-mail parser's."""
        return replaced(http.client, "parse_headers", _plain_headers_sooner)


def _copying(copy: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that copies headers, and calls `copy` for those of another class."""
    kind: Any = botocore.awsrequest.HeadersDict

    def copy_sooner(headers: Any) -> Any:
        if type(headers) is not kind:
            return copy(headers)
        copied = object.__new__(kind)
        # Its keys are the names as they are compared, so that they stay as they are.
        copied._dict = headers._dict.copy()  # noqa: SLF001
        return copied

    return copy_sooner


def _kept(keys: type) -> type:
    """Return a class of keys like `keys` that makes one object for each name."""
    if type(keys) is not type:
        # Another runner, around this one, has replaced it already.
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
    """Return a function that reads plain headers itself, and calls `parse` for all others."""

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
    """A file as it was before some lines were read, the last of them perhaps in part."""

    def __init__(self, lines: list[bytes], file: Any) -> None:
        self._lines = iter(lines)
        self._file = file

    def readline(self, limit: int) -> bytes:
        line: bytes = next(self._lines, b"")
        if not line.endswith(b"\n"):
            line += self._file.readline(limit - len(line))
        return line


SHORTCUTS = (Hosts, HeaderNames, HeaderCopies, AnswerHeaders)
