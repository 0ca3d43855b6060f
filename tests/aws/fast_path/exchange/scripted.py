"""Servers that answer with bytes, and clients of them."""

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

from awsbatch.aws.fast_path.exchange.exchanging_session import Exchange

WARMING = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)\r\n", re.IGNORECASE)

Play = Sequence[bytes | None]
"""What is sent after a request, piece by piece; None closes the connection there and then."""


@dataclass
class Server:
    """A server that answers each request of a connection as the play tells."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    """As they came, each on whichever connection."""
    opened: int = 0
    play: Callable[[int], Play] = lambda _: [WARMING]
    """Returns what to answer the first, second, … request of all."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run a server for the block."""
    server = Server()
    listener = socket.create_server(("127.0.0.1", 0))
    server.port = listener.getsockname()[1]
    open_ones: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                server.opened += 1
                threads.append(threading.Thread(target=serve, args=(connection,)))
                threads[-1].start()

    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if context is not None:
                connection.settimeout(10)
                connection = context.wrap_socket(connection, server_side=True)
                connection.settimeout(None)
            with connection:
                open_ones.append(connection)
                _serve(server, connection)

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for connection in open_ones:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()


def _serve(server: Server, connection: socket.socket) -> None:
    received = b""
    while True:
        while b"\r\n\r\n" not in received:
            data = connection.recv(65_536)
            if not data:
                return
            received += data
        head, _, rest = received.partition(b"\r\n\r\n")
        found = _LENGTH.search(head + b"\r\n")
        length = int(found[1]) if found else 0
        while len(rest) < length:
            rest += connection.recv(65_536)
        server.requests.append(head + b"\r\n\r\n" + rest[:length])
        received = rest[length:]
        for piece in server.play(len(server.requests)):
            if piece is None:
                return
            connection.sendall(piece)


def session(*, exchanging: bool, **settings: Any) -> Any:
    """Return an HTTP session of botocore's, whose requests are exchanges or are not."""
    made = URLLib3Session(**settings)
    if exchanging:
        Exchange().client(SimpleNamespace(_endpoint=SimpleNamespace(http_session=made)))
    return made


def sent(
    http_session: Any,
    url: str,
    method: str = "POST",
    body: Any = b"{}",
    headers: Mapping[str, Any] | None = None,
) -> Any:
    """Return the status, headers and body of an answer, or the exception and its cause."""
    told = {"User-Agent": "tests", **(headers or {})}
    request = AWSRequest(method, url, told, body).prepare()
    try:
        answer = http_session.send(request)
    except Exception as error:  # noqa: BLE001 (it is compared)
        return type(error), _without_addresses(str(error))
    return answer.status_code, [*answer.headers.items()], answer.content


def _without_addresses(text: str) -> str:
    return re.sub(r"\b(0x[0-9a-f]+|port=\d+|127\.0\.0\.1:\d+)", "…", text)
