"""A loopback AWS that records what each request was signed with, and says little."""

import json
import re
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_FEATURES = re.compile(r" m/(\S+)")
_CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/")


@dataclass(frozen=True)
class Recorded:
    """One request."""

    method: str
    path: str
    body: bytes
    key: str | None
    region: str | None
    service: str | None
    target: str | None
    connection: int
    features: frozenset[str]
    """What the user agent tells of how the request was made."""
    headers: Mapping[str, str]
    """All headers, their names in lower case."""

    @property
    def agent(self) -> str:
        """The user agent."""
        return self.headers.get("user-agent", "")

    @property
    def parameters(self) -> dict[str, object]:
        """The body as JSON."""
        parsed: dict[str, object] = json.loads(self.body)
        return parsed


Answer = Callable[[Recorded], tuple[int, bytes] | tuple[int, bytes, Mapping[str, str]]]
"""Returns a status, a body, and headers in place of those that every answer has."""


@dataclass
class Recorder:
    """A running recorder."""

    url: str
    requests: list[Recorded] = field(default_factory=list)
    answer: Answer = lambda _: (200, b"{}")
    answered: Callable[[Recorded], object] = lambda _: None
    """Called once an answer was given."""
    closes: bool = False
    """Whether it closes each connection after its answer."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What each answer has in its head, besides what every one has."""


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True
    # Of more than five that connect at once, the system may turn some away.
    request_queue_size = 128

    def handle_error(self, *args: object) -> None:
        """Stay silent: a client that was interrupted hangs up."""


def bucket(keys: Iterable[str]) -> Answer:
    """Return an answer to lists of a bucket, and to what deletes its keys."""
    entries = "".join(
        f"<Contents><Key>{key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
        "<Size>1</Size></Contents>"
        for key in keys
    )
    listing = f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>"
    answers = {"GET": (200, listing.encode()), "DELETE": (204, b"")}
    return lambda request: answers.get(request.method, (200, b"{}"))


@contextmanager
def recording(context: ssl.SSLContext | None = None) -> Iterator[Recorder]:
    """Run a recorder on a free port for the block."""
    recorder = Recorder("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body are two packets, the second of which would wait 40 ms.
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            recorded = self._recorded()
            recorder.requests.append(recorded)
            status, body, *own = recorder.answer(recorded)
            self.send_response(status)
            headers = {
                "Content-Type": "application/x-amz-json-1.1",
                "x-amzn-RequestId": "request-1",
                "Content-Length": str(len(body)),
                **recorder.headers,
            }
            for header in {**headers, **(own[0] if own else {})}.items():
                self.send_header(*header)
            if recorder.closes:
                self.send_header("Connection", "close")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
            recorder.answered(recorded)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_CONNECT = _serve  # noqa: N815 (http.server's names)

        def _recorded(self) -> Recorded:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            found = _CREDENTIAL.search(self.headers.get("Authorization", ""))
            key, region, service = found.groups() if found else (None, None, None)
            features = _FEATURES.search(self.headers.get("User-Agent", ""))
            return Recorded(
                self.command,
                self.path,
                body,
                key,
                region,
                service,
                self.headers.get("X-Amz-Target"),
                id(self.connection),
                frozenset(features[1].split(",") if features else ()),
                {name.lower(): value for name, value in self.headers.items()},
            )

        def log_message(self, *args: object) -> None:
            """Stay silent."""

    with _QuietServer(("127.0.0.1", 0), Handler) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "http" if context is None else "https"
        recorder.url = f"{scheme}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield recorder
        finally:
            server.shutdown()
            thread.join()
