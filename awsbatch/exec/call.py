"""A call of `aws`, as the parent has it."""

import socket
from contextlib import suppress

from awsbatch.exec.worker_process import WorkerProcess


class Call:
    """A call from its first byte to its end."""

    worker: WorkerProcess | None = None
    """Who makes it, once somebody does."""

    def __init__(self, number: int, connection: socket.socket) -> None:
        self.number = number
        self.connection = connection
        self.mask = 0
        self.descriptors: list[int] = []

    def tell(self, frame: bytes) -> None:
        """Tell the client; whether it has gone is seen elsewhere."""
        with suppress(OSError):
            self.connection.sendall(frame)
