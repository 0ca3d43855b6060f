"""Which call of a worker is to be interrupted, in memory that it shares with the parent.

A signal alone does not tell: it may come before the worker has received the call that it is
meant for, or after the end of that, and a script may send the same one to its whole group.
"""

import mmap
import struct

_NUMBER = struct.Struct("=Q")


class InterruptedCall:
    """The number of a call, or 0; made before the worker is forked."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _NUMBER.size)

    @property
    def number(self) -> int:
        """Return the number of the call that was to be interrupted last."""
        number: int = _NUMBER.unpack(self._memory[:])[0]
        return number

    @number.setter
    def number(self, number: int) -> None:
        self._memory[:] = _NUMBER.pack(number)
