"""A server on the loopback that keeps the bytes of each request as they came, and parses nothing.

It is every host there is, by HTTP and by TLS, while `everywhere` leads all connections to it.
"""

import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import trustme

_LINE_END = b"\r\n"
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect: *100-continue", re.IGNORECASE)
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_TLS_HANDSHAKE = b"\x16"
_PIECE = 65_536
# That a connection is reset when it is closed.
_RESETS = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Reply:
    """What comes back on a connection for one request."""

    pieces: tuple[bytes, ...]
    closes: bool = False
    """Whether nothing more comes after it."""
    resets: bool = False
    """Whether the connection is then reset."""
    continues: bool = True
    """Whether a client that expects it is told to go on; else its body is not waited for."""


def reply(
    body: bytes = b"{}", status: int = 200, headers: Mapping[str, str] | None = None
) -> Reply:
    """Return an answer as services give it; a header that is empty is left out."""
    given = {
        "x-amzn-RequestId": "request-1",
        "Content-Type": "application/x-amz-json-1.1",
        "Content-Length": str(len(body)),
        "Date": "Fri, 02 Jan 2026 03:04:05 GMT",
        **(headers or {}),
    }
    lines = [f"HTTP/1.1 {status} Status", *(f"{k}: {v}" for k, v in given.items() if v)]
    return Reply(("\r\n".join([*lines, "", ""]).encode("latin-1") + body,))


Answer = Callable[[int, bytes], Reply]
"""Returns what comes back for a request of a number, and for the bytes that came until then."""


@dataclass
class Listener:
    """A running server."""

    port: int
    authority: trustme.CA
    """Who signs the certificates of all hosts."""
    answer: Answer = lambda *_: reply()
    requests: list[bytearray] = field(default_factory=list)
    """The bytes of each request, head and body; those of TLS as they were before it."""
    # It guards the list, and the order in which requests get their answers.
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """Its own address."""
        return f"http://127.0.0.1:{self.port}"


class _Conversation:
    """One connection, and what of it is not yet read."""

    def __init__(self, listener: Listener, connection: socket.socket) -> None:
        self._listener = listener
        self._connection = connection
        self._ahead = b""

    def hold(self) -> None:
        """Answer one request after the other."""
        while (head := self._until(_HEAD_END)) is not None:
            expects = _EXPECTS.search(head) is not None
            with self._listener.lock:
                number = len(self._listener.requests)
                self._listener.requests.append(request := bytearray(head))
            # An answer is known from the head where the body is not to be waited for.
            if not expects or self._goes_on(number, head):
                request += self._body(head)
            answer = self._listener.answer(number, bytes(request))
            ends = answer.closes or (expects and not answer.continues)
            for number, piece in enumerate(answer.pieces, 1):
                if ends and number == len(answer.pieces):
                    # With the end of the connection in the same packet: or it would be a race
                    # whether the client sees that before it sends its next request.
                    self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
                self._connection.sendall(piece)
            if answer.resets:
                self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESETS)
                return
            if ends:
                self._end()
                return

    def _goes_on(self, number: int, head: bytes) -> bool:
        if not self._listener.answer(number, head).continues:
            return False
        self._connection.sendall(_CONTINUE)
        return True

    def _body(self, head: bytes) -> bytes:
        if _CHUNKED.search(head):
            return b"".join(self._chunks())
        found = _LENGTH.search(head)
        return self._exactly(int(found[1]) if found else 0)

    def _chunks(self) -> Iterator[bytes]:
        while line := self._until(_LINE_END):
            size = int(line.partition(b";")[0], 16)
            yield line + self._exactly(size + len(_LINE_END))
            if not size:
                return

    def _exactly(self, count: int) -> bytes:
        while len(self._ahead) < count and self._receive():
            pass
        found, self._ahead = self._ahead[:count], self._ahead[count:]
        return found

    def _until(self, end: bytes) -> bytes | None:
        while end not in self._ahead:
            if not self._receive():
                return None
        found, _, self._ahead = self._ahead.partition(end)
        return found + end

    def _receive(self) -> bool:
        piece = self._connection.recv(_PIECE)
        self._ahead += piece
        return bool(piece)

    def _end(self) -> None:
        # To close it with something unread would reset it, and take back what was sent.
        self._connection.shutdown(socket.SHUT_WR)
        while self._connection.recv(_PIECE):
            pass


def _certificates(authority: trustme.CA) -> ssl.SSLContext:
    """Return a context that has a certificate for whichever host is asked for."""

    @cache
    def context(host: str) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(made)
        return made

    def choose(connection: ssl.SSLObject, host: str | None, _: ssl.SSLContext) -> None:
        connection.context = context(host or "127.0.0.1")

    chosen = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(chosen)
    chosen.sni_callback = choose
    return chosen


@contextmanager
def listening() -> Iterator[Listener]:
    """Run a listener on a free port for the block."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as server:
        authority = trustme.CA()
        listener = Listener(server.getsockname()[1], authority)
        certificates = _certificates(authority)

        def serve(connection: socket.socket) -> None:
            with suppress(OSError), connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if connection.recv(1, socket.MSG_PEEK) != _TLS_HANDSHAKE:
                    _Conversation(listener, connection).hold()
                    return
                with certificates.wrap_socket(connection, server_side=True) as wrapped:
                    _Conversation(listener, wrapped).hold()

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=server.accept()[:1], daemon=True).start()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield listener
        finally:
            # It ends the wait for a connection.
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


@contextmanager
def everywhere(listener: Listener) -> Iterator[None]:
    """Lead every connection that Python makes by name to the listener in this block."""
    original = socket.getaddrinfo

    def find(host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
        del host
        own = port == listener.port
        address = ("127.0.0.1", port if own else listener.port)
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address)]

    socket.getaddrinfo = find
    try:
        yield
    finally:
        socket.getaddrinfo = original
