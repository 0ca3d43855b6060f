"""Whether the files of the user's AWS configuration have changed since they were read.

A fresh `aws` reads its files at every start, so a command must see what an
earlier one, or another process, wrote to them.
"""

import os
import stat
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import TypeAlias

_Stamp: TypeAlias = tuple[tuple[int, ...] | None, bytes | None]
"""The inode, size and times of a file, and the content of a file that changed just now."""

# A file changed twice within its file system's clock tick keeps its stamp, so
# one that changed this recently is compared by content.
_RACY_NANOSECONDS = 1_000_000_000
_MISSING: _Stamp = (None, None)


class Configuration:
    """The files that configure `aws`, as they were when this object was made."""

    def __init__(self, files: list[str], *, clock: Callable[[], int] = time.time_ns) -> None:
        """Look at the files; `clock` returns the time of the file system, in nanoseconds."""
        self._files = [_expanded(file) for file in files]
        self._clock = clock
        self._seen = self._stamps()
        self._changed = False
        # It guards the two above, so that looks are compared in the order in which they are taken:
        # an older look compared with a newer one would see a change that never was.
        self._lock = Lock()

    def watch(self, files: Iterable[str]) -> None:
        """Have a change of these count as well, from now on.

        A relative path that is looked at from another folder has changed, unless
        it leads to the same.
        """
        with self._lock:
            added = [file for file in dict.fromkeys(files) if file not in self._files]
            self._files = [*self._files, *added]
            now = self._clock()
            self._seen = [*self._seen, *(_stamp(file, now) for file in added)]

    def changed(self) -> bool:
        """Return whether any file has changed; once it is true, it stays true."""
        if self._stamps() == self._seen and not self._changed:
            return False
        with self._lock:
            # Once more: another thread may have looked since, and what it saw is newer.
            stamps = self._stamps()
            if stamps != self._seen:
                self._changed |= any(
                    now != then and not _was_racy_and_same(now, then)
                    for now, then in zip(stamps, self._seen, strict=True)
                )
                self._seen = stamps
            return self._changed

    def _stamps(self) -> list[_Stamp]:
        now = self._clock()
        return [_stamp(file, now) for file in self._files]


def _expanded(file: str) -> str:
    # As botocore does.
    return os.path.expanduser(os.path.expandvars(file))  # noqa: PTH111


def _was_racy_and_same(now: _Stamp, then: _Stamp) -> bool:
    """Return whether only the passing of time made a recently changed file an older one."""
    return now[0] == then[0] and now[1] is None and then[1] is not None


def _stamp(file: str, now: int) -> _Stamp:
    try:
        status = os.stat(file)  # noqa: PTH116 (asked before every command)
    except OSError:
        return _MISSING
    changed = status.st_mtime_ns
    stamp = (status.st_ino, status.st_size, changed, status.st_ctime_ns)
    is_racy = -_RACY_NANOSECONDS <= now - changed <= _RACY_NANOSECONDS
    # Others cannot be read, or only once.
    is_racy = is_racy and stat.S_ISREG(status.st_mode)
    return stamp, Path(file).read_bytes() if is_racy else None
