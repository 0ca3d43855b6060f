"""A file to which whole lines are added, or nothing."""

import os
from collections.abc import Callable
from contextlib import suppress

from awsbatch.contract.journal import UnwrittenError
from awsbatch.fault.wording import quoted, reason
from awsbatch.joblog.synced import Synced


class AppendedFile:
    """An open file whose last line is never left unfinished while awsbatch runs."""

    def __init__(
        self,
        number: int,
        path: str,
        synced: Synced,
        *,
        write: Callable[[int, bytes], int] = os.write,
    ) -> None:
        """Take a file that is open for appending; `path` is what messages call it."""
        self.path = path
        self._number = number
        self._synced = synced
        self._write = write
        self._error: OSError | None = None

    def append(self, line: bytes) -> None:
        """Add a line, in one write if the system does it; raise `UnwrittenError`, and ever after.

        What cannot be written whole is not left there in part.
        """
        synced = self._synced
        error = self._error or synced.error or self._written(line)
        if error is not None:
            self._error = error
            raise UnwrittenError(f"cannot write {quoted(self.path)}: {reason(error)}")
        if not synced.is_dirty:
            synced.note()

    def _written(self, line: bytes) -> OSError | None:
        """Write a line, and return what went wrong."""
        done = 0
        try:
            done = self._write(self._number, line)
            while done < len(line):
                done += self._write(self._number, line[done:])
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._number, os.fstat(self._number).st_size - done)
            return error
        return None
