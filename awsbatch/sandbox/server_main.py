"""The program of the server's process: it prints its port, and ends when its parent does."""

import os
import threading
from pathlib import Path

from awsbatch.sandbox.other_host import refuse_other_hosts


def run() -> None:
    """Print the port on standard output, and serve until the parent has ended."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    to_parent = os.dup(1)
    # What moto prints while it is imported is no port.
    os.dup2(2, 1)
    with refuse_other_hosts():
        # Here, so that it connects to no other host while it is imported, which takes seconds.
        from awsbatch.sandbox.server import listen

        server = listen()
        os.write(to_parent, f"{server.port}\n".encode())
        os.close(to_parent)
        _discard_output()
        server.serve_forever()


def _end_with_parent() -> None:
    """End at the end of standard input, whose other end only the parent holds."""
    os.read(0, 1)
    os._exit(0)


def _discard_output() -> None:
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
