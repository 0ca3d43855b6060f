"""Commands of a log in the order of their keys, so that those with a certain beginning are found.

Sorted, and not a dictionary: a log may have a hundred thousand commands, and
each may be looked for by its words, by its place, and by both.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

SEQ_BYTES = 4
_HIGHEST = b"\xff"


class KeyIndex:
    """Commands by their keys, of which each is taken once."""

    def __init__(self, keys: Sequence[bytes], taken: bytearray) -> None:
        """Take sorted keys, each with the Seq of its command behind it.

        `taken` has a byte for each Seq, which is not 0 once it is taken; it may
        be shared with another index of the same commands.
        """
        self._keys = keys
        self._taken = taken
        self._next = array("L", range(len(keys)))
        """For each key the first from there on that may not be taken; at most that."""

    def first(self, beginning: bytes) -> int | None:
        """Return the Seq of the first command whose key begins so and which is not taken."""
        return next(self.each(beginning), None)

    def each(self, beginning: bytes) -> Iterator[int]:
        """Yield the Seq of each such command."""
        at = self._left(bisect_left(self._keys, beginning))
        while at < len(self._keys) and self._keys[at].startswith(beginning):
            yield _seq(self._keys[at])
            at = self._left(at + 1)

    def groups(self, beginning: bytes, length: int) -> Iterator[bytes]:
        """Yield the beginnings of so many bytes which keys that begin so have, each once."""
        at = bisect_left(self._keys, beginning)
        while at < len(self._keys) and self._keys[at].startswith(beginning):
            group = self._keys[at][:length]
            yield group
            at = bisect_left(self._keys, group + _HIGHEST * len(self._keys[at]), at)

    def _left(self, at: int) -> int:
        """Return the place of the first key from there on that is not taken.

        Where equal commands are taken one after the other, each is passed by a few times only.
        """
        passed = []
        while at < len(self._keys):
            after = self._next[at]
            if after == at:
                if not self._taken[_seq(self._keys[at])]:
                    break
                after = at + 1
            passed.append(at)
            at = after
        for each in passed:
            self._next[each] = at
        return at


def _seq(key: bytes) -> int:
    return int.from_bytes(key[-SEQ_BYTES:], "big")
