"""Output that waits: for its turn, or to be put into a report."""

import os
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import IO

MOST_MEMORY = 1 << 20
"""Bytes of one command's standard output or error that are kept in memory; others go to disk."""
MOST_SHARED_MEMORY = 64 << 20
"""Bytes of all spools of a store that are kept in memory."""
_CHUNK = 1 << 16


class Store:
    """The memory that the spools of a run share, and one nameless file for what exceeds it."""

    def __init__(self) -> None:
        # It guards all that follows: the threads of commands write at any time, while the main
        # thread reads and releases. The bytes of the file are written and read without it, each
        # at a place of its own.
        self._lock = threading.Lock()
        self._memory = 0
        """How many bytes the spools keep in memory."""
        self._file: IO[bytes] | None = None
        self._end = 0
        """Where in the file the next bytes go."""
        self._on_disk = 0
        """How many bytes of the file are still needed."""

    def takes(self, size: int) -> bool:
        """Reserve memory for so many bytes; return whether there is enough."""
        with self._lock:
            if self._memory + size > MOST_SHARED_MEMORY:
                return False
            self._memory += size
            return True

    def write(self, data: bytes) -> int:
        """Write to the file and return the position there; raise `OSError` if the disk is full."""
        with self._lock:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (it is the run's)
                # Not in `__del__`: of what goes together, the file may be the first to go.
                weakref.finalize(self, self._file.close)
            start, self._end = self._end, self._end + len(data)
            self._on_disk += len(data)
        # Outside the lock: other threads write to other places meanwhile.
        left, place = memoryview(data), start
        try:
            while left:
                written = os.pwrite(self._file.fileno(), left, place)
                left, place = left[written:], place + written
        except OSError:
            # Else the file would count as needed, and never be emptied again.
            self.release(memory=0, disk=len(data))
            raise
        return start

    def read(self, start: int, size: int) -> bytes:
        """Return so many bytes of the file, from a position that `write` returned, or after it."""
        assert self._file is not None  # noqa: S101 (it was written to)
        return os.pread(self._file.fileno(), size, start)

    def release(self, *, memory: int, disk: int) -> None:
        """Give back so many bytes of memory and of the file, which is emptied once it can be."""
        with self._lock:
            self._memory -= memory
            self._on_disk -= disk
            if disk and not self._on_disk and self._file is not None:
                self._file.truncate(0)
                self._end = 0


class Spool:
    """A sink that keeps its bytes in a store until they are read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._memory = bytearray()
        self._disk: list[tuple[int, int]] = []
        """The positions and lengths of the rest in the store's file."""
        # It guards against an abandoned command, which may still write while the spool is sealed.
        self._lock = threading.Lock()
        self._sealed = False

    def write(self, data: bytes, /) -> None:
        """Keep the bytes; raise `OSError` if the disk is full. Once sealed, do nothing."""
        with self._lock:
            if self._sealed:
                return
            # Nothing goes to memory after something went to disk: the bytes are read in this order.
            fits = not self._disk and len(self._memory) + len(data) <= MOST_MEMORY
            if fits and self._store.takes(len(data)):
                self._memory += data
            else:
                self._disk.append((self._store.write(data), len(data)))

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def fileno(self) -> int | None:
        """Return None: no child process can write to a spool."""
        return None

    def lent(self) -> AbstractContextManager[None]:
        """Do nothing: no child process writes to a spool."""
        return nullcontext()

    def seal(self) -> None:
        """Take no more bytes: an abandoned command may go on writing."""
        with self._lock:
            self._sealed = True

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes, some at a time, and drop them; to be called once, after `seal`."""
        try:
            if self._memory:
                yield bytes(self._memory)
            for start, size in self._disk:
                for place in range(start, start + size, _CHUNK):
                    yield self._store.read(place, min(_CHUNK, start + size - place))
        finally:
            self.drop()

    def drained(self) -> bytes:
        """Return all bytes, and drop them as `chunks` does."""
        return b"".join(self.chunks())

    def drop(self) -> None:
        """Seal the spool and forget its bytes."""
        self.seal()
        if not (self._memory or self._disk):
            return
        self._store.release(memory=len(self._memory), disk=sum(size for _, size in self._disk))
        self._memory = bytearray()
        self._disk.clear()
