"""The child that stays outside the door, and says so if the door does not open.

It holds one end of a connection whose other end goes with the `aws`: whoever
is inside tells it how it went, and nobody is if the other end is closed.
"""

import json
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from awsbatch.door.obstacle import old_python, other_words, shut
from awsbatch.fault.error import AwsbatchError

_MOST = 1 << 16


def watch(
    connection: int, aws: Path, sent: Sequence[str], tell: Callable[[AwsbatchError], None]
) -> None:
    """Wait for the door to open or to stay shut, and tell what is wrong, if anything is."""
    # Ctrl-C and job control are for the `aws`, whose group this is not.
    os.setpgid(0, 0)
    # A terminal may stop a background process that writes to it.
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    error = _error(_received(connection), aws, sent)
    if error is not None:
        tell(error)


def _error(told: bytes, aws: Path, sent: Sequence[str]) -> AwsbatchError | None:
    if not told:
        return shut(aws)
    match json.loads(told):
        case {"words": given, "aws": inside}:
            return other_words(aws, inside, sent, [_word(word) for word in given])
        case {"python": version, "aws": inside}:
            return old_python(Path(inside), version)
        case _:
            return None


def _word(sent: str) -> str:
    return os.fsdecode(sent.encode("latin-1"))


def _received(connection: int) -> bytes:
    """Return one line, or what there is at the end."""
    told = b""
    while not told.endswith(b"\n") and (piece := os.read(connection, _MOST)):
        told += piece
    return told
