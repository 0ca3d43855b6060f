"""Output that waits: for its turn, or for a program to read it."""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import IO

MOST_MEMORY = 1 << 20
"""Of one command's standard output or error, in bytes; more is kept on disk."""
MOST_SHARED_MEMORY = 64 << 20
"""Of all of them."""
_CHUNK = 1 << 16


class Store:
    """What the spools of a run keep: in memory, and what is too much in one file without a name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._memory = 0
        self._file: IO[bytes] | None = None
        self._end = 0
        self._on_disk = 0

    def takes(self, size: int) -> bool:
        """Take so many bytes more into account, if they may be kept in memory."""
        with self._lock:
            if self._memory + size > MOST_SHARED_MEMORY:
                return False
            self._memory += size
            return True

    def write(self, data: bytes) -> int:
        """Write to the file, and return where; raise `OSError` where the disk is full."""
        with self._lock:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (it is the run's)
            start, self._end = self._end, self._end + len(data)
            self._on_disk += len(data)
        left, place = memoryview(data), start
        while left:
            written = os.pwrite(self._file.fileno(), left, place)
            left, place = left[written:], place + written
        return start

    def read(self, start: int, size: int) -> bytes:
        """Read from the file."""
        assert self._file is not None  # noqa: S101 (it was written to)
        return os.pread(self._file.fileno(), size, start)

    def release(self, *, memory: int, disk: int) -> None:
        """Forget so many bytes of each."""
        with self._lock:
            self._memory -= memory
            self._on_disk -= disk
            if disk and not self._on_disk and self._file is not None:
                self._file.truncate(0)
                self._end = 0

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()


class Spool:
    """A sink that keeps what it is given in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._memory = bytearray()
        self._disk: list[tuple[int, int]] = []
        """Where the rest is, and how long."""
        self._lock = threading.Lock()
        self._sealed = False

    def write(self, data: bytes, /) -> None:
        """Keep the bytes; raise `OSError` where the disk is full."""
        with self._lock:
            if self._sealed:
                return
            fits = not self._disk and len(self._memory) + len(data) <= MOST_MEMORY
            if fits and self._store.takes(len(data)):
                self._memory += data
            else:
                self._disk.append((self._store.write(data), len(data)))

    def flush(self) -> None:
        """Do nothing: everything is already where it belongs."""

    def fileno(self) -> int | None:
        """Return nothing: what is written comes in one piece, later."""
        return None

    def lent(self) -> AbstractContextManager[None]:
        """Do nothing: no child process writes to it."""
        return nullcontext()

    def seal(self) -> None:
        """Take no more: who writes may be an abandoned command."""
        with self._lock:
            self._sealed = True

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes, some at a time, and drop them; once, after `seal`."""
        try:
            yield bytes(self._memory)
            for start, size in self._disk:
                for place in range(start, start + size, _CHUNK):
                    yield self._store.read(place, min(_CHUNK, start + size - place))
        finally:
            self.drop()

    def drained(self) -> bytes:
        """Return all bytes, as `chunks` does."""
        return b"".join(self.chunks())

    def drop(self) -> None:
        """Keep nothing any more."""
        self.seal()
        if not (self._memory or self._disk):
            return
        self._store.release(memory=len(self._memory), disk=sum(size for _, size in self._disk))
        self._memory = bytearray()
        self._disk.clear()
