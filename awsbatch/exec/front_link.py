"""What the parent and the process that waits for the program tell each other."""

import os
import socket
import struct

_STATUS = struct.Struct("=i")
_CONCLUSION = struct.Struct("=i?")


class FrontLink:
    """The parent's end."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def fileno(self) -> int:
        """Return the descriptor to wait for."""
        return self._connection.fileno()

    def close(self) -> None:
        """Leave it to the parent, in a worker."""
        self._connection.close()

    def program_status(self) -> int | None:
        """Return what the program has ended with, now that something has come.

        None where the other end has gone: the process was killed.
        """
        try:
            told = self._connection.recv(_STATUS.size)
        except OSError:
            return None
        return _STATUS.unpack(told)[0] if told else None

    def conclude(self, exit_status: int, *, goes_on: bool) -> None:
        """Tell what `awsbatch exec` is to end with, and whether calls are still under way.

        Nothing is written from then on: whoever reads its output sees the end of that.
        """
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 2)
        os.close(nothing)
        self._connection.sendall(_CONCLUSION.pack(exit_status, goes_on))


class ParentLink:
    """The other end."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def conclude(self, exit_status: int) -> tuple[int, bool] | None:
        """Tell what the program has ended with; return what the parent makes of it.

        That is what to end with, and whether the parent stays for calls that are still under
        way. None where it has gone.
        """
        try:
            self._connection.sendall(_STATUS.pack(exit_status))
            told = self._connection.recv(_CONCLUSION.size)
        except OSError:
            return None
        return _CONCLUSION.unpack(told) if told else None
