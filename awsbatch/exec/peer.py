"""Who is on the other side of a Unix socket."""

import socket
import struct
import sys

from awsbatch.record import record

_LINUX = struct.Struct("=iII")
"""A `struct ucred`: process, user and group."""
_MACOS = struct.Struct("=IIh2x16I")
"""A `struct xucred`: version, user and groups."""
_SOL_LOCAL, _LOCAL_PEERCRED, _LOCAL_PEERPID = 0, 1, 2
"""From macOS's sys/un.h; Python has not all of them."""


@record
class Peer:
    """A process with a socket."""

    process: int
    user: int


def peer_of(connection: socket.socket) -> Peer:
    """Return who has connected; raise `OSError`."""
    if sys.platform == "darwin":
        told = connection.getsockopt(_SOL_LOCAL, _LOCAL_PEERCRED, _MACOS.size)
        return Peer(connection.getsockopt(_SOL_LOCAL, _LOCAL_PEERPID), _MACOS.unpack(told)[1])
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _LINUX.size)
    process, user, _ = _LINUX.unpack(told)
    return Peer(process, user)
