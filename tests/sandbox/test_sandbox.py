"""The in-memory AWS: its server, its environment, and what it refuses."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from awsbatch.fault.error import AwsbatchError, UsageError
from awsbatch.sandbox import sandbox
from awsbatch.sandbox.other_host import OtherHostError, _Refusal
from awsbatch.sandbox.server_process import Python

STS = "Action=GetCallerIdentity&Version=2011-06-15"

ELSEWHERE = "192.0.2.1"
"""An address that is nobody's, by RFC 5737."""

PARENT = """
import signal, sys
from http.client import HTTPConnection
from awsbatch.sandbox import sandbox

signal.signal(signal.SIGINT, lambda *_: None)
with sandbox.start() as running:
    print(running.endpoint_url, flush=True)
    sys.stdin.readline()
    connection = HTTPConnection(running.endpoint_url.removeprefix("http://"))
    connection.request("GET", "/moto-api/data.json")
    print(connection.getresponse().status, flush=True)
"""


def scope(service: str) -> dict[str, str]:
    """Return the header by which moto tells one service from another."""
    credential = f"testing/20260101/us-east-1/{service}/aws4_request"
    return {"Authorization": f"AWS4-HMAC-SHA256 Credential={credential}, Signature=0"}


def address(endpoint_url: str) -> tuple[str, int]:
    parts = urlsplit(endpoint_url)
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port


@pytest.fixture
def connection(moto_server: str) -> Iterator[HTTPConnection]:
    with closing(HTTPConnection(*address(moto_server))) as connection:
        yield connection


def ask_sts(connection: HTTPConnection) -> HTTPResponse:
    headers = scope("sts") | {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/", STS, headers)
    response = connection.getresponse()
    assert b"<Account>123456789012</Account>" in response.read()
    return response


def ask_s3(
    connection: HTTPConnection, method: str, path: str, body: "bytes | list[bytes]" = b""
) -> tuple[int, bytes]:
    connection.request(method, path, body, scope("s3"), encode_chunked=isinstance(body, list))
    response = connection.getresponse()
    return response.status, response.read()


def test_the_server_answers_on_the_loopback(connection: HTTPConnection) -> None:
    response = ask_sts(connection)
    assert (connection.host, response.status) == ("127.0.0.1", 200)


def test_a_connection_stays_open_between_requests(connection: HTTPConnection) -> None:
    ask_sts(connection)
    first = connection.sock
    response = ask_sts(connection)
    assert (connection.sock is first, response.will_close) == (True, False)


def test_a_connection_stays_open_after_answers_without_a_body(connection: HTTPConnection) -> None:
    assert ask_s3(connection, "PUT", "/bucket")[0] == 200
    first = connection.sock
    assert ask_s3(connection, "PUT", "/bucket/key", b"data")[0] == 200
    assert ask_s3(connection, "HEAD", "/bucket/key") == (200, b"")
    assert ask_s3(connection, "HEAD", "/bucket/missing") == (404, b"")
    assert ask_s3(connection, "DELETE", "/bucket/key") == (204, b"")
    assert ask_s3(connection, "GET", "/bucket/key")[0] == 404
    assert connection.sock is first


def test_head_tells_the_length_of_the_object(connection: HTTPConnection) -> None:
    ask_s3(connection, "PUT", "/bucket")
    ask_s3(connection, "PUT", "/bucket/key", b"four")
    connection.request("HEAD", "/bucket/key", headers=scope("s3"))
    with connection.getresponse() as response:
        assert response.headers.get_all("Content-Length") == ["4"]


def test_a_chunked_body_arrives(connection: HTTPConnection) -> None:
    ask_s3(connection, "PUT", "/bucket")
    connection.request(
        "PUT",
        "/bucket/key",
        iter([b"one", b"two"]),
        scope("s3") | {"Transfer-Encoding": "chunked"},
        encode_chunked=True,
    )
    connection.getresponse().read()
    assert ask_s3(connection, "GET", "/bucket/key") == (200, b"onetwo")


def test_a_body_that_waits_for_100_continue_arrives(moto_server: str) -> None:
    with socket.create_connection(address(moto_server)) as raw:
        head = {**scope("sts"), "Content-Type": "application/x-www-form-urlencoded"}
        head |= {"Host": "x", "Content-Length": str(len(STS)), "Expect": "100-continue"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        raw.sendall(f"POST / HTTP/1.1\r\n{lines}\r\n".encode())
        with raw.makefile("rb") as answers:
            assert answers.readline() + answers.readline() == b"HTTP/1.1 100 Continue\r\n\r\n"
            raw.sendall(STS.encode())
            assert answers.readline() == b"HTTP/1.1 200 OK\r\n"


NODELAY = """
import socket
from queue import SimpleQueue
from awsbatch.sandbox.server import listen

seen = SimpleQueue()
server = listen()

class Handler(server.RequestHandlerClass):
    def handle(self):
        seen.put(self.connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

server.RequestHandlerClass = Handler
with socket.create_connection(("127.0.0.1", server.port)):
    server.handle_request()
    print(seen.get() != 0)
server.server_close()
"""


def test_an_answer_does_not_wait_for_an_acknowledgement() -> None:
    """Nagle's algorithm and a delayed acknowledgement would make it 40 ms each time."""
    assert run_python(NODELAY) == "True\n"


ANSWERS = """
import threading
from http.client import HTTPConnection
from awsbatch.sandbox.server import listen

server = listen()
threading.Thread(target=server.serve_forever).start()
connection = HTTPConnection("127.0.0.1", server.port)
for service, method, path, body in (
    ("s3", "PUT", "/bucket", b""),
    ("s3", "PUT", "/bucket/key", iter([b"one", b"two"])),
    ("s3", "HEAD", "/bucket/key", b""),
    ("s3", "GET", "/bucket/key", b""),
    ("logs", "POST", "/", b"{}"),
):
    credential = f"testing/20260101/us-east-1/{service}/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={credential}, Signature=0",
        "X-Amz-Target": "Logs_20140328.NoSuchOperation",
    }
    connection.request(method, path, body, headers, encode_chunked=False)
    with connection.getresponse() as response:
        print(response.status, response.read())
connection.close()
server.shutdown()
"""


def test_the_server_answers_in_any_process() -> None:
    """In one that ends by itself, and tells then what it has covered."""
    assert run_python(ANSWERS).splitlines() == [
        "200 b''",
        "200 b''",
        "200 b''",
        "200 b'onetwo'",
        "501 b''",
    ]


def test_an_idle_connection_does_not_hold_up_another(
    connection: HTTPConnection, moto_server: str
) -> None:
    with socket.create_connection(address(moto_server)):
        assert ask_sts(connection).status == 200


def test_what_moto_lacks_is_answered_as_not_implemented(connection: HTTPConnection) -> None:
    headers = scope("logs") | {"X-Amz-Target": "Logs_20140328.NoSuchOperation"}
    connection.request("POST", "/", "{}", headers)
    with connection.getresponse() as response:
        assert (response.status, response.read()) == (501, b"")


@pytest.mark.races
def test_the_server_ends_with_its_context() -> None:
    with sandbox.start() as running:
        raw = socket.create_connection(address(running.endpoint_url))
        assert running.endpoint_url.startswith("http://127.0.0.1:")
    with raw:
        assert at_its_end(raw)


def test_the_server_is_reaped() -> None:
    program = (
        "import os\n"
        "from awsbatch.sandbox import sandbox\n"
        "with sandbox.start(): pass\n"
        "try: os.waitpid(-1, os.WNOHANG)\n"
        "except ChildProcessError: print('no children')\n"
    )
    assert run_python(program) == "no children\n"


@pytest.mark.races
def test_the_server_ends_when_its_parent_is_killed() -> None:
    with parent() as (process, endpoint_url):
        with socket.create_connection(address(endpoint_url)) as raw:
            process.kill()
            assert at_its_end(raw)
        assert process.wait() == -signal.SIGKILL


@pytest.mark.races
def test_the_server_outlives_a_ctrl_c_that_its_parent_handles() -> None:
    with parent() as (process, _):
        os.killpg(process.pid, signal.SIGINT)
        answer, _ = process.communicate("\n")
        assert (answer, process.returncode) == ("200\n", 0)


@contextmanager
def parent() -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Run a process that has a sandbox until it is sent a line."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def at_its_end(raw: socket.socket) -> bool:
    """Wait for the other end to be closed, however it is."""
    try:
        return raw.recv(1) == b""
    except ConnectionResetError:
        return True


def run_python(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def test_files_of_the_current_folder_are_not_imported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "flask.py").write_text("raise SystemExit('the wrong file')")
    monkeypatch.chdir(tmp_path)
    with sandbox.start() as running:
        assert running.endpoint_url


def test_without_moto_the_error_says_what_to_install() -> None:
    python = Python("/opt/my python", path=())
    with pytest.raises(UsageError) as caught, sandbox.start(python):
        pass
    assert caught.value.message == "the sandbox needs moto's server, which is not installed"
    assert caught.value.hint == ("`'/opt/my python' -m pip install 'moto[server]'` installs it")


@pytest.fixture
def fake_moto(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Provide the path of a module that the child will import as moto."""
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path / "moto.py"


def refusal(*, seconds: float = threading.TIMEOUT_MAX) -> str:
    with pytest.raises(AwsbatchError) as caught, sandbox.start(seconds=seconds):
        pass
    return caught.value.message


def test_a_server_that_cannot_start_says_why(fake_moto: Path) -> None:
    fake_moto.write_text("raise SystemExit('no memory today')")
    assert refusal() == (
        "the sandbox did not start: its server ended with exit status 1\nno memory today"
    )


@pytest.mark.races
def test_a_server_that_does_not_start_in_time_is_given_up(fake_moto: Path) -> None:
    fake_moto.write_text("import threading; threading.Event().wait()")
    assert refusal(seconds=0.1) == "the sandbox did not start within 0.1 seconds"


def test_what_moto_prints_is_not_taken_for_the_port(fake_moto: Path) -> None:
    fake_moto.write_text("print(80, flush=True); raise SystemExit(1)")
    assert refusal() == "the sandbox did not start: its server ended with exit status 1\n80"


def test_the_server_knows_nothing_of_the_user(
    fake_moto: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("https_proxy", "http://proxy.example.com")
    fake_moto.write_text(
        "import os\n"
        "names = [n for n in os.environ if n.startswith('AWS_') or n.endswith('proxy')]\n"
        "raise SystemExit('\\n'.join(f'{n}={os.environ[n]}' for n in sorted([*names, 'HOME'])))"
    )
    assert refusal().splitlines()[1:] == [
        "AWS_ACCESS_KEY_ID=testing",
        "AWS_CONFIG_FILE=/dev/null",
        "AWS_DEFAULT_REGION=us-east-1",
        "AWS_EC2_METADATA_DISABLED=true",
        "AWS_SECRET_ACCESS_KEY=testing",
        "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
        "HOME=/dev/null",
    ]


def test_the_server_too_reaches_no_other_host(fake_moto: Path) -> None:
    fake_moto.write_text(f"import socket; socket.getaddrinfo('{ELSEWHERE}', 80)")
    assert refusal().endswith(
        f"the sandbox refuses a connection to `{ELSEWHERE}`: only this machine can be reached"
    )


def test_the_child_has_a_botocore_of_its_own() -> None:
    program = (
        "import sys, awsbatch.sandbox.sandbox\n"
        "print([name for name in ('awscli', 'botocore', 'moto') if name in sys.modules])"
    )
    assert run_python(program) == "[]\n"


def test_a_sandbox_is_entered_and_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    before = dict(os.environ)
    with sandbox.enter() as entered:
        assert os.environ["AWS_ENDPOINT_URL"] == entered.endpoint_url
        assert "AWS_PROFILE" not in os.environ
        assert not Path(os.environ["AWS_CONFIG_FILE"]).exists()
        with pytest.raises(OtherHostError):
            socket.create_connection((ELSEWHERE, 80))
    assert dict(os.environ) == before


@pytest.mark.parametrize(
    ("event", "arguments", "refused"),
    [
        ("socket.getaddrinfo", (ELSEWHERE, 80), True),
        ("socket.getaddrinfo", (b"example.com", 80), True),
        ("socket.getaddrinfo", ("localhost", 80), False),
        ("socket.getaddrinfo", (None, 80), False),
        ("socket.connect", (None, (ELSEWHERE, 80)), True),
        ("socket.connect", (None, ("127.0.0.1", 80)), False),
        ("socket.connect", (None, ("::1", 80, 0, 0)), False),
        ("socket.connect", (None, "/run/a-socket"), False),
        ("open", (ELSEWHERE,), False),
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_only_addresses_of_others_are_refused_and_only_inside_a_block(
    event: str, arguments: tuple[object, ...], *, refused: bool, inside: bool
) -> None:
    """By itself: no coverage is measured in what Python calls for an audit."""
    refusal = _Refusal()
    # Of its kind, one is called already.
    refusal._hooked = True
    if inside:
        refusal.begin()
    with pytest.raises(OtherHostError) if refused and inside else nullcontext():
        refusal._audit(event, arguments)
