"""A file to which whole lines are added, or nothing."""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

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
        if self._error is not None:
            self._fail(self._error)
        try:
            done = self._write(self._number, line)
        except OSError as error:
            self._fail(error)
        if done != len(line):
            self._complete(line, done)
        # Most lines have others before them that are not synchronized yet.
        if not self._synced.is_noted:
            self._synced.note()
            if self._synced.error is not None:
                self._fail(self._synced.error)

    def _complete(self, line: bytes, done: int) -> None:
        """Write the rest of a line, or cut back what there is of it."""
        try:
            while done < len(line):
                done += self._write(self._number, line[done:])
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._number, os.fstat(self._number).st_size - done)
            self._fail(error)

    def _fail(self, error: OSError) -> NoReturn:
        self._error = error
        raise UnwrittenError(f"cannot write {quoted(self.path)}: {reason(error)}")
