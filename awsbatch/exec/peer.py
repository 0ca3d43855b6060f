"""Who is on the other side of a Unix socket."""

import socket
import struct

from awsbatch.record import record

_CREDENTIALS = struct.Struct("=iII")


@record
class Peer:
    """A process with a socket."""

    process: int
    user: int


def peer_of(connection: socket.socket) -> Peer:
    """Return who has connected; raise `OSError`."""
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    process, user, _ = _CREDENTIALS.unpack(told)
    return Peer(process, user)
