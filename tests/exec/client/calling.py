"""A client that calls, and the parent that takes the call and says what a test has it say."""

import os
import socket
import struct
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from awsbatch.record import record

_HEAD = struct.Struct("=III")
_FRAME = struct.Struct("=II")


@record
class Taken:
    """A call, as the parent has it."""

    connection: socket.socket
    hello: bytes
    pipe: int
    """Where the request is read from."""
    descriptors: Sequence[int]
    """Those that came after it."""

    def request(self) -> tuple[int, list[bytes], list[bytes]]:
        """Read umask, words and environment, to the end: then interrupts are passed on."""
        with os.fdopen(os.dup(self.pipe), "rb") as file:
            content = file.read()
        umask, words, variables = _HEAD.unpack_from(content)
        *entries, rest = content[_HEAD.size :].split(b"\0")
        assert rest == b""
        assert len(entries) == words + variables
        return umask, entries[:words], entries[words:]

    def say(self, answer: bytes) -> None:
        self.connection.sendall(answer)


@contextmanager
def taken(listener: socket.socket) -> Iterator[Taken]:
    connection, _ = listener.accept()
    with connection:
        hello, descriptors, _, _ = socket.recv_fds(connection, 5, 5)
        try:
            yield Taken(connection, hello, descriptors[0], descriptors[1:])
        finally:
            for each in descriptors:
                os.close(each)


def started(client: Path, *words: str | bytes, **popen: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([client, *words], **popen)


def called(
    client: Path, *words: str, env: dict[str, str], **popen: Any
) -> subprocess.CompletedProcess[str]:
    """Return how a call ends that nobody need answer."""
    return subprocess.run(
        [client, *words], env=env, capture_output=True, text=True, check=False, **popen
    )


def become(*words: bytes) -> bytes:
    """Return what tells a client to become another program."""
    texts = b"".join(each + b"\0" for each in words)
    return b"B" + _FRAME.pack(len(texts) + 4, len(words)) + texts


def script(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)
    return file
