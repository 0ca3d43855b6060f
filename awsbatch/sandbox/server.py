"""moto's application behind a server whose connections stay open."""

import io
import socket
from collections.abc import Iterable

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.datastructures import Headers
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.test import run_wsgi_app

_BACKLOG = 128


def listen() -> BaseWSGIServer:
    """Return a server that listens on a free port of the loopback, for `serve_forever`."""
    with socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG) as listener:
        return make_server(
            "127.0.0.1",
            listener.getsockname()[1],
            DomainDispatcherApplication(create_backend_app),
            threaded=True,
            request_handler=_Handler,
            fd=listener.fileno(),
        )


class _Handler(MotoRequestHandler):
    """A handler that sends each response as a whole, on a connection that stays open.

    werkzeug 3.1: its own handler closes the connection after each response.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        """Read one request, and send its response."""
        self.environ = self.make_environ()
        self.environ["wsgi.input"] = io.BytesIO(self._request_body())
        # As a whole, since the next request on the connection follows a known length.
        try:
            pieces, status, headers = run_wsgi_app(self.server.app, self.environ, buffered=True)
        except Exception:  # noqa: BLE001 (whatever moto lacks)
            # Not 500, which botocore would retry for seconds.
            pieces, status, headers = [], "501 Not Implemented", Headers()
        self._answer(status, list(headers), b"".join(pieces))

    def _request_body(self) -> bytes:
        if self.environ.get("wsgi.input_terminated"):
            return bytes(self.environ["wsgi.input"].read())
        return self.rfile.read(int(self.environ.get("CONTENT_LENGTH") or 0))

    def _answer(self, status: str, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        code, _, reason = status.partition(" ")
        # The length in the answer to HEAD is that of the object, which moto has set.
        has_body = self.command != "HEAD" and code not in {"204", "304"}
        ours = {"connection", "transfer-encoding"} | ({"content-length"} if has_body else set())
        self.send_response(int(code), reason)
        for name, value in headers:
            if name.lower() not in ours:
                self.send_header(name, value)
        if has_body:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if has_body:
            self.wfile.write(body)
