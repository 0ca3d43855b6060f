"""What a client asks for: one call of `aws`, with all that it was started with."""

import os
import struct
from collections.abc import Mapping, Sequence

from awsbatch.record import record

_HEAD = struct.Struct("=III")


@record
class CallRequest:
    """A call of `aws`."""

    words: Sequence[str]
    """What follows `aws`."""
    environ: Mapping[str, str]
    umask: int


def read(descriptor: int) -> CallRequest | None:
    """Read a request to its end, and close the descriptor; return None where it is not whole."""
    with open(descriptor, "rb") as file:
        content = file.read()
    if len(content) < _HEAD.size:
        return None
    umask, words, variables = _HEAD.unpack_from(content)
    *entries, rest = content[_HEAD.size :].split(b"\0")
    if rest or len(entries) != words + variables:
        return None
    environ: dict[str, str] = {}
    for entry in entries[words:]:
        name, equals, value = entry.partition(b"=")
        # As Python reads its own: the first one counts. One without a name cannot be set.
        if equals and name:
            environ.setdefault(os.fsdecode(name), os.fsdecode(value))
    return CallRequest([os.fsdecode(word) for word in entries[:words]], environ, umask)
