"""An in-memory AWS beside this process: moto's server, a child on a loopback port.

A child, because boto3 and moto would get the AWS CLI's own botocore here.
"""

import contextlib
import io
import ipaddress
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, cast

from awsbatch.errors import AwsbatchError, UsageError

# The child gets this process's import path, and not the current folder that
# `python -m` and `python -c` would put before it.
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from awsbatch.sandbox import serve; serve()"

_KEPT = frozenset(
    {
        # `import awscli` sets it, and finds none of its commands without it.
        "AWS_DATA_PATH",
        "AWS_DEFAULT_OUTPUT",
        "AWS_DEFAULT_REGION",
        "AWS_PAGER",
        "AWS_REGION",
    }
)
_PROXIES = frozenset({"ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"})
_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_EC2_METADATA_DISABLED": "true",
    "BOTO_CONFIG": os.devnull,
}

_ADDRESSED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_LOOKED_UP = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running in-memory AWS."""

    endpoint_url: str


class OtherHostError(AwsbatchError):
    """A connection to another machine, which the sandbox refuses.

    It is no `OSError`: botocore would retry that for seconds, and then say
    only that it could not connect.
    """


@contextmanager
def start(*, seconds: float = 60) -> Iterator[Sandbox]:
    """Run the server until the context ends, however this process ends.

    Raises `UsageError` where moto is not installed, and `AwsbatchError` if the
    server does not answer within `seconds`.
    """
    if find_spec("moto") is None or find_spec("flask_cors") is None:
        message = "the sandbox needs moto's server, which is not installed"
        raise UsageError(message, hint="pip install 'awsbatch[sandbox]'")
    with tempfile.TemporaryFile() as errors, _child(errors) as child:
        try:
            yield Sandbox(f"http://127.0.0.1:{_port(child, errors, seconds)}")
        finally:
            child.kill()


def environment(endpoint_url: str, folder: Path) -> dict[str, str | None]:
    """Give the changes to `os.environ` for a sandboxed run; None removes a variable.

    `folder` is one where no file named `config` or `credentials` will be.
    """
    region = os.environ.get("AWS_DEFAULT_REGION") or os.environ.get("AWS_REGION") or "us-east-1"
    return {
        **{name: None for name in os.environ if _is_the_users(name)},
        **_CREDENTIALS,
        "AWS_CONFIG_FILE": str(folder / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
        "AWS_DEFAULT_REGION": region,
        "AWS_ENDPOINT_URL": endpoint_url,
        # A name such as `123456789012.127.0.0.1` has no address.
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        "NO_PROXY": "*",
    }


@contextmanager
def refuse_other_hosts() -> Iterator[None]:
    """Let this process connect to nothing but the loopback until the context ends.

    Processes that it starts are not held back.
    """
    _refusal.begin()
    try:
        yield
    finally:
        _refusal.end()


class _Refusal:
    """Whether other hosts are refused now, for the one audit hook of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hooked = False
        self._depth = 0

    def begin(self) -> None:
        with self._lock:
            # No audit hook can be removed, so this one stays and does nothing.
            if not self._hooked:
                sys.addaudithook(self._audit)
            self._hooked = True
            self._depth += 1

    def end(self) -> None:
        with self._lock:
            self._depth -= 1

    def _audit(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._depth:
            return
        if event in _LOOKED_UP:
            _refuse_unless_here(arguments[0])
        elif event in _ADDRESSED and isinstance(arguments[1], tuple):
            _refuse_unless_here(arguments[1][0])


_refusal = _Refusal()


def _refuse_unless_here(host: object) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else host
    if not name or name == "localhost":
        return
    with contextlib.suppress(ValueError):
        if ipaddress.ip_address(str(name)).is_loopback:
            return
    message = f"the sandbox refuses a connection to `{name}`: only this machine can be reached"
    raise OtherHostError(message)


def _is_the_users(name: str) -> bool:
    known = name.upper()
    return (known.startswith("AWS_") and known not in _KEPT) or known in _PROXIES


def _child(errors: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=_child_environment(),
        # The terminal's Ctrl-C is for this process, whose last commands may
        # still need the server.
        start_new_session=True,
    )


def _child_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not _is_the_users(name)}
    kept.pop("AWS_DATA_PATH", None)
    files = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "HOME")
    return {**kept, **_CREDENTIALS, **dict.fromkeys(files, os.devnull)}


def _port(child: subprocess.Popen[bytes], errors: IO[bytes], seconds: float) -> int:
    timer = threading.Timer(seconds, child.kill)
    timer.start()
    line = cast("IO[bytes]", child.stdout).readline()
    late = timer.finished.is_set()
    timer.cancel()
    if line:
        return int(line)
    if late:
        message = f"the sandbox did not start within {seconds:g} seconds"
        raise AwsbatchError(message)
    status = child.wait()
    errors.seek(0)
    told = errors.read().decode(errors="replace").strip()
    message = f"the sandbox did not start: its server ended with exit status {status}\n{told}"
    raise AwsbatchError(message)


def serve() -> None:
    """Be the child: say the port on standard output, and serve until the parent is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    port = os.dup(1)
    # What moto prints is no port.
    os.dup2(2, 1)
    with refuse_other_hosts():
        _serve(port)


def _end_with_parent() -> None:
    """End at the end of standard input: only the parent holds its other end."""
    os.read(0, 1)
    os._exit(0)


def _serve(port: int) -> None:
    import socket

    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.datastructures import Headers
    from werkzeug.serving import make_server
    from werkzeug.test import run_wsgi_app

    class Handler(MotoRequestHandler):
        """Answers each request whole, on a connection that stays open.

        werkzeug 3.1 closes the connection after each response.
        """

        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def run_wsgi(self) -> None:
            self.environ = self.make_environ()
            self.environ["wsgi.input"] = io.BytesIO(self._request_body())
            try:
                pieces, status, headers = run_wsgi_app(self.server.app, self.environ, buffered=True)
            except Exception:  # noqa: BLE001 (whatever moto lacks)
                # Not 500, which botocore would try again for seconds.
                pieces, status, headers = [], "501 Not Implemented", Headers()
            self._answer(status, list(headers), b"".join(pieces))

        def _request_body(self) -> bytes:
            if self.environ.get("wsgi.input_terminated"):
                return bytes(self.environ["wsgi.input"].read())
            return self.rfile.read(int(self.environ.get("CONTENT_LENGTH") or 0))

        def _answer(self, status: str, headers: Iterable[tuple[str, str]], body: bytes) -> None:
            code, _, reason = status.partition(" ")
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

    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    number = listener.getsockname()[1]
    server = make_server(
        "127.0.0.1",
        number,
        DomainDispatcherApplication(create_backend_app),
        threaded=True,
        request_handler=Handler,
        fd=listener.fileno(),
    )
    os.write(port, f"{number}\n".encode())
    os.close(port)
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    server.serve_forever()
