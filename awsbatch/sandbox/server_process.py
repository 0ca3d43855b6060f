"""The server's process: it says its port, and ends when its parent does."""

import os
import threading
from pathlib import Path

from awsbatch.sandbox.other_host import refuse_other_hosts


def run() -> None:
    """Say the port on standard output, and serve until the parent is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    told = os.dup(1)
    # What moto prints is no port.
    os.dup2(2, 1)
    with refuse_other_hosts():
        from awsbatch.sandbox.server_main import listen

        server = listen()
        os.write(told, f"{server.port}\n".encode())
        os.close(told)
        _be_silent()
        server.serve_forever()


def _end_with_parent() -> None:
    """End at the end of standard input: only the parent holds its other end."""
    os.read(0, 1)
    os._exit(0)


def _be_silent() -> None:
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
