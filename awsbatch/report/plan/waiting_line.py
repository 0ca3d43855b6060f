"""Lines of text that wait on disk to be shown."""

from collections.abc import Iterator

from awsbatch.fault.error import FailedError
from awsbatch.fault.wording import reason
from awsbatch.output.spool import Store

_MOST_MEMORY = 1 << 13
"""Bytes of one list that are kept in memory: a plan may have a list for each account and region."""


class WaitingLines:
    """A list of lines that may be read any number of times; lists may share a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._memory = bytearray()
        self._disk: list[tuple[int, int]] = []
        """The positions and lengths of what came before in the store's file."""

    def add(self, line: str) -> None:
        """Keep a line; raise `FailedError` if the disk is full."""
        self._memory += f"{line}\n".encode(errors="surrogateescape")
        if len(self._memory) < _MOST_MEMORY:
            return
        try:
            self._disk.append((self._store.write(bytes(self._memory)), len(self._memory)))
        except OSError as error:
            raise FailedError(f"cannot keep the plan: {reason(error)}") from None
        self._memory = bytearray()

    def texts(self) -> Iterator[str]:
        """Yield all lines, some at a time, without the last line ending of each text."""
        for start, size in self._disk:
            yield _text(self._store.read(start, size))
        if self._memory:
            yield _text(self._memory)


def _text(data: bytes | bytearray) -> str:
    return data.decode(errors="surrogateescape").removesuffix("\n")
