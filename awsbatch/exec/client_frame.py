"""What the parent and a client say to each other; `client/aws.c` speaks the same."""

import os
import signal
import struct
from collections.abc import Sequence

from awsbatch.record import record

HELLO = b"aws1"
"""What a client begins with; a byte follows that tells which descriptors come with it."""
STREAMS = 0b111
"""The bits of the mask for descriptors 0 to 2."""
FOLDER = 8
"""The bit for the current folder."""
STOPS = {signal.SIGTSTP: 16, signal.SIGTTIN: 32, signal.SIGTTOU: 64}
"""The bits for signals by which a terminal stops a process, where the client ignores them."""
TAKEN = b"T"
"""A worker is about to get the call, which the client must not have made by anybody else."""
QUESTIONS = b"ask1\n"
"""What a process begins with that makes a call by itself, and asks as a worker does."""
INTERRUPT = ord("I")
"""The client was interrupted."""

_LENGTH = struct.Struct("=I")
_COUNT = struct.Struct("=I")


@record
class Become:
    """Another program that the client is to become, with its own words behind these."""

    words: Sequence[str]

    def frame(self) -> bytes:
        """Return it as the client reads it."""
        words = b"".join(os.fsencode(word) + b"\0" for word in self.words)
        body = _COUNT.pack(len(self.words)) + words
        return b"B" + _LENGTH.pack(len(body)) + body


def ended(status: int) -> bytes:
    """Return what tells the client to end with an exit status."""
    return b"X" + bytes([status & 0xFF])


def killed(signal: int) -> bytes:
    """Return what tells the client that the worker was ended by a signal, as it is to be."""
    return b"S" + bytes([signal])
