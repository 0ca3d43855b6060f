"""What the parameters of a call are in its request, as botocore's serializer makes it.

It is equal because validation and serialization stay botocore's, and what they
make is used only where no later step would change it: a path, a query and
headers of unreserved characters, which are encoded and signed as they are.
"""

import re
from collections.abc import Mapping
from typing import Any

from botocore.utils import percent_encode_sequence

from awsbatch.aws.fast_path.plan.payload import bytes_of
from awsbatch.record import record

# Without dots at the beginning of a part, which are taken out before a path is signed.
_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+|/")
_QUERY = re.compile(r"(?:[A-Za-z0-9._~-]+(?:=[A-Za-z0-9._~-]+)?(?:&|$))*", re.ASCII)
# With single spaces alone, which are signed as they are.
_HEADER = re.compile(r"[!-~]+(?: [!-~]+)*")


@record
class Draft:
    """The parts of a request that come from parameters."""

    path: str
    query: str
    """As it is sent: in the order of the serializer."""
    body: bytes
    headers: dict[str, str]
    host_prefix: str | None


def draft_of(serialized: Mapping[str, Any]) -> Draft | None:
    """Return the draft of what botocore's serializer made, or None if not all of it is plain."""
    path, _, query = serialized["url_path"].partition("?")
    path = path or "/"
    if serialized["query_string"]:
        added = percent_encode_sequence(serialized["query_string"])
        query = f"{query}&{added}" if query else added
    body = bytes_of(serialized["body"])
    if body is None or not is_plain_path(path) or (query and not _QUERY.fullmatch(query)):
        return None
    return Draft(path, query, body, serialized["headers"], serialized.get("host_prefix"))


def is_plain(value: object) -> bool:
    """Return whether the value of a header is signed and sent as it is."""
    return isinstance(value, str) and _HEADER.fullmatch(value) is not None


def is_plain_path(path: str) -> bool:
    """Return whether a path is signed and sent as it is."""
    return _PATH.fullmatch(path) is not None


def canonical(query: str) -> str:
    """Return a plain query as it is signed: in the order of its names."""
    if "&" not in query:
        return f"{query}=" if query and "=" not in query else query
    pairs = [pair.partition("=")[::2] for pair in query.split("&")]
    return "&".join([f"{name}={value}" for name, value in sorted(pairs)])
