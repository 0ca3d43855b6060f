import io
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import trustme
import urllib3
from botocore.httpsession import URLLib3Session
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.aws.fast_path import send as transport
from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
from tests.aws.call import calling, invocation
from tests.aws.profiling import profiled
from tests.aws.recorder import Recorder, recording

_IS_OLD = vars(urllib3)["__version__"].startswith("1.")
_DELETE = "logs delete-log-group --log-group-name g"

_URLS = (
    *("https://a.example/x", "https://a.example/y?z=/", "https://A.example/", "http://a.example/"),
    *("https://a.example:443/", "https://a.example:444", "https://b.example?x=1", "https://[::1]/"),
)


@given(urls=st.lists(st.sampled_from(_URLS), max_size=20))
def test_a_url_leads_to_the_pool_that_urllib3_would_find(urls: list[str]) -> None:
    plain, hastened = URLLib3Session(), URLLib3Session()
    transport.Sending().client(_client(hastened))
    for url in urls:
        pools = [each._manager.connection_from_url(url) for each in (plain, hastened)]
        assert len({(p.scheme, p.host, p.port) for p in pools}) == 1
    # In the order in which they would be closed.
    found, expected = ([key[:3] for key in s._manager.pools._container] for s in (hastened, plain))
    assert found == expected


def _client(http_session: URLLib3Session) -> object:
    class Endpoint:
        def __init__(self) -> None:
            self.http_session = http_session

    class Client:
        _endpoint = Endpoint()

    return Client()


def test_a_pool_that_urllib3_closed_is_not_used() -> None:
    session = URLLib3Session()
    transport.Sending().client(_client(session))
    first = session._manager.connection_from_url("https://0.example/")
    for number in range(1, 20):
        session._manager.connection_from_url(f"https://{number}.example/")
    again = session._manager.connection_from_url("https://0.example/")
    assert again is not first
    assert again.pool is not None


class _Wire:
    """A socket that keeps what is sent, and has an answer."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def sendall(self, data: bytes) -> None:
        self.sent.append(bytes(data))

    def settimeout(self, _: float | None) -> None:
        """Wait for nothing."""


def _pieces(*, is_beside: bool, body: Any, headers: dict[str, str], chunked: bool) -> list[bytes]:
    """Return the pieces in which a connection of a client sends a request."""
    session = URLLib3Session()
    transport.Sending().client(_client(session))
    connection = session._manager.connection_from_url("http://a.example/").ConnectionCls(
        "a.example"
    )
    connection.sock = wire = _Wire()
    made = invocation()
    made.is_beside = is_beside
    with calling(made):
        connection.request("PUT", "/", body, headers, **({"chunked": True} if chunked else {}))
    return wire.sent


def _chunks() -> Iterator[bytes]:
    yield b"x" * 10
    yield b"y" * 20_000
    yield b"z"


# urllib3 1.26 sends in chunks by another method.
@pytest.mark.parametrize("chunked", [False] if _IS_OLD else [False, True])
@pytest.mark.parametrize(
    ("body", "in_one"),
    [
        (lambda: None, True),
        (lambda: b"{}", True),
        (lambda: "text", True),
        (lambda: io.BytesIO(b"x" * 40), True),
        (lambda: bytearray(b"x" * 40), True),
        (lambda: b"x" * 20_000, False),
        (lambda: io.BytesIO(b"x" * 100_000), False),
        (_chunks, False),
    ],
)
def test_a_short_request_is_sent_in_one_piece_beside_others(
    body: Any,
    in_one: bool,  # noqa: FBT001 (pytest's)
    chunked: bool,  # noqa: FBT001
) -> None:
    headers = {"Content-Type": "text/plain"}
    together = _pieces(is_beside=True, body=body(), headers=headers, chunked=chunked)
    apart = _pieces(is_beside=False, body=body(), headers=headers, chunked=chunked)
    assert b"".join(together) == b"".join(apart)
    # By urllib3 1.26, the AWS CLI puts a body of bytes behind the head itself.
    assert _IS_OLD or (len(together) == 1) == in_one


@pytest.mark.skipif(_IS_OLD, reason="the AWS CLI itself waits for no answer by urllib3 1.26")
def test_who_is_asked_whether_to_go_on_sees_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """The body follows once it was answered, or nobody answers."""
    seen = []

    def nobody_answers(wire: _Wire, _: float) -> bool:
        seen.extend(wire.sent)
        return False

    monkeypatch.setattr("urllib3.util.wait_for_read", nobody_answers)
    headers = {"Expect": b"100-continue"}
    pieces = _pieces(is_beside=True, body=b"body", headers=headers, chunked=False)  # type: ignore[arg-type]
    assert [seen, pieces[1:]] == [pieces[:1], [b"body"]]


def test_the_system_is_not_told_again_how_long_to_wait(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    del recorder
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    told = []
    with recording(context) as served:
        monkeypatch.setenv("AWS_ENDPOINT_URL", served.url)
        monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "ca.pem"))
        for verbatim in (False, True):
            with InProcessRunner(verbatim=verbatim) as pool:
                batch = Batch(pool)
                batch.run(_DELETE)
                told.append(_calls_of("settimeout", lambda: batch.run(_DELETE)))  # noqa: B023
    assert told == [0, 1 if _IS_OLD else 2]


def _calls_of(name: str, work: Callable[[], object]) -> int:
    """Count the calls of C's functions of this name, in this thread."""
    count = 0

    def profile(_: FrameType, event: str, function: Any) -> None:
        nonlocal count
        count += event == "c_call" and function.__name__ == name

    profiled(work, profile)
    return count
