"""Whatever comes over a connection, our pools make of it what botocore's make of it."""

import io
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
import trustme
from botocore.exceptions import ConnectionClosedError
from hypothesis import example, given
from hypothesis import strategies as st
from urllib3.exceptions import ProtocolError

from awsbatch.aws import replay
from awsbatch.aws.fast_path.exchange import exchanging_pool
from tests.aws.fast_path.exchange import scripted
from tests.aws.fast_path.exchange.fake_socket import FakeSocket

_URL = "http://a.example/b"

_STATUS_LINES = (
    *(b"HTTP/1.1 200 OK", b"HTTP/1.1 204 No Content", b"HTTP/1.1 304 Not Modified"),
    *(b"HTTP/1.1 400 Bad Request", b"HTTP/1.1 500", b"HTTP/1.1 503 ", b"HTTP/1.1 307 Moved  "),
    *(b"HTTP/1.0 200 OK", b"HTTP/1.1 100 Continue", b"HTTP/1.1 103 Early Hints", b"HTTP/2 200"),
    *(b"HTTP/1.1 101 Switching", b"HTTP/1.1  200  OK", b"http/1.1 200 OK", b"HTTP/0.9 200 OK"),
    *(b"HTTP/1.1 20 OK", b"HTTP/1.1 2000 OK", b"HTTP/1.1 abc OK", b"ICY 200 OK", b"HTTP/1.12 200"),
    *(b"HTTP/1.1", b"", b"\x00", b"HTTP/1.1 200 \xe9t\xe9", b"HTTP/1.1 099 X", b"HTTP/1.1 600 X"),
    *(
        b"HTTP/1.1 200 " + b"x" * 65_536,
        b"HTTP/1.1\t200\tOK",
        b" HTTP/1.1 200 OK",
        b"HTTP/1.1 +20 X",
    ),
)
_HEADERS = (
    *(b"Content-Length: 5", b"content-length:5", b"Content-Length: 0", b"Content-Length: 12"),
    *(b"Content-Length: +5", b"Content-Length: 5 ", b"Content-Length: -5", b"Content-Length: 5, 5"),
    *(b"Content-Length: 5, 6", b"Content-Length: 0x5", b"Content-Length: 1_0", b"Content-Length:"),
    *(b"Content-Length: " + b"9" * 5000, b"Content-Length : 5", b"Content-Length: \x0b5"),
    *(b"Transfer-Encoding: chunked", b"Transfer-Encoding: Chunked", b"Transfer-Encoding: gzip"),
    *(b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding: identity", b"TE: chunked"),
    *(b"Transfer-Encoding: xchunked", b"Transfer-Encoding: chunked ", b"Transfer-Encoding:"),
    *(b"Connection: close", b"Connection: keep-alive", b"Connection: Keep-Alive, Upgrade"),
    *(b"Connection: Close", b"Keep-Alive: timeout=5", b"Proxy-Connection: close", b"Upgrade: h2c"),
    *(b"Content-Encoding: gzip", b"Content-Type: multipart/mixed; boundary=x", b"From: me"),
    *(b"Content-Type: message/rfc822", b"x-a: 1", b"X-A: 2", b"X-a:", b"x-b:   many  words \t"),
    *(b" folded: 1", b"\tfolded", b"no colon", b"x-nul: a\x00b", b"x-cr: a\rb", b"x-lf: a\nb"),
    *(
        b"x-\xe9: 1",
        b"x-e: \xe9",
        b": empty",
        b"x(y): 1",
        b"x y: 1",
        b"From someone",
        b"x-c: a\x85b",
    ),
    *(b"x-long: " + b"y" * 65_527, b"x-long: " + b"y" * 65_526, b"x-v: a\x0bb\x0cc\x1cd"),
    *(
        b"Set-Cookie: a=1",
        b"Set-Cookie: b=2",
        b"Date: today",
        b"x-d: \x7f",
        b"x-q: =?utf-8?q?=C3=A9?=",
    ),
)
_BODIES = (
    *(
        b"",
        b"12345",
        b"hello world!",
        b"5\r\nhello\r\n0\r\n\r\n",
        b"5\r\nhello\r\n0\r\nX-T: 1\r\n\r\n",
    ),
    *(
        b"5;a=b\r\nhello\r\n0\r\n\r\n",
        b"5\nhello\n0\n\n",
        b"05\r\nhello\r\n00\r\n\r\n",
        b"0\r\n\r\n",
    ),
    *(
        b"5\r\nhelloXX0\r\n\r\n",
        b"5 \r\nhello\r\n0\r\n\r\n",
        b"0x5\r\nhello\r\n0\r\n\r\n",
        b"-1\r\n\r\n",
    ),
    *(b"5\r\nhel", b"5\r\nhello\r\n", b"zz\r\nhello", b"\r\n", b"5", b"5\r\nhello\r\n0\r\n"),
    *(
        b"5\r\nhello\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        b"ffffffff\r\nx",
        b"1" * 40,
        b"+5\r\nhello\r\n",
    ),
    *(b"a\r\n0123456789\r\n5\r\nhello\r\n0\r\n\r\n", b"5\r\nhello\r0\r\n\r\n", b"0\r\n\n"),
)
_ENDS = st.sampled_from([None, TimeoutError("timed out"), ConnectionResetError(104, "reset")])
_NEWLINES = st.sampled_from([b"\r\n"] * 20 + [b"\n", b"\r", b"\r\r\n"])


@st.composite
def _answers(draw: st.DrawFn) -> bytes:
    """Return what is mostly the bytes of an answer, from whichever pieces."""
    lines = [draw(st.sampled_from(_STATUS_LINES[:7]) | st.sampled_from(_STATUS_LINES))]
    headers = st.sampled_from(_HEADERS[:4]) | st.sampled_from(_HEADERS)
    lines += draw(st.lists(headers, max_size=5))
    if draw(st.integers(0, 30)) == 0:
        lines += [b"x: y"] * draw(st.integers(92, 102))
    head = b"".join(line + draw(_NEWLINES) for line in lines) + draw(_NEWLINES)
    before = draw(
        st.sampled_from(
            [b""] * 6 + [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 C\r\na: b\r\n\r\n"]
        )
    )
    return before + head + draw(st.sampled_from(_BODIES))


@dataclass
class _Ended:
    """What came of a request, and of the connection that it was sent over."""

    outcome: Any
    sent: bytes
    is_open: bool
    made: int


def _met(
    pieces: Sequence[bytes],
    end: Exception | None,
    method: str,
    path: str = "/b",
    *,
    exchanging: bool,
    **told: Any,
) -> _Ended:
    """Send a request over an open connection that has this to say."""
    session = scripted.session(exchanging=exchanging)
    pool = session._manager.connection_from_url(_URL)
    connection = pool._get_conn()
    connection.sock = fake = FakeSocket(pieces, end)
    pool._put_conn(connection)
    outcome = scripted.sent(session, f"http://a.example{path}", method, **told)
    left = [each for each in pool.pool.queue if each is not None]
    is_open = bool(left) and left[-1].sock is fake and not fake.is_closed
    made = _Ended(outcome, b"".join(fake.sent), is_open, pool.num_connections)
    fake.close()
    return made


def _cut(data: bytes, cuts: list[int]) -> list[bytes]:
    """Return bytes in pieces."""
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[a:b] for a, b in pairwise(places)]


_GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


@given(
    answer=_answers(),
    cuts=st.lists(st.integers(0, 400), max_size=3),
    end=_ENDS,
    method=st.sampled_from(["POST", "GET", "HEAD", "PUT"]),
)
@example(_GOOD, [], None, "POST")
@example(_GOOD.replace(b"\r\n", b"\n"), [], TimeoutError("timed out"), "POST")
@example(b"", [], None, "POST")
@example(b"", [], TimeoutError("timed out"), "POST")
def test_an_answer_is_what_botocore_reads(
    answer: bytes, cuts: list[int], end: Exception | None, method: str
) -> None:
    pieces = _cut(answer, cuts)
    body = None if method in {"GET", "HEAD"} else b"{}"
    plain, ours = (
        _met(pieces, end, method, exchanging=exchanging, body=body) for exchanging in (False, True)
    )
    assert (ours.outcome, ours.sent, ours.made) == (plain.outcome, plain.sent, plain.made)
    # More are closed than urllib3 closes, but none less.
    assert plain.is_open or not ours.is_open


_NAMES = st.sampled_from(
    (
        *("Expect", "X-Amz-Date", "x-a", "X-A", "Host", "Accept-Encoding", "Content-Type", "a b"),
        *(
            "Content-Length",
            "content-length",
            "Transfer-Encoding",
            "x\r\ny",
            "x-\xe9",
            "User-Agent",
        ),
        *("x\n", "", "a:"),
    )
)
_VALUES = st.sampled_from(
    (
        *("1", "a value", "", " padded ", "\xe9", "€", "a\r\nb: c", "a\nb", "a\r\n b", b"bytes"),
        *("chunked", "a: b", "@@@SKIP_HEADER@@@", "2", "\x7f", "tab\there", "trailing\r\n", None),
        *(b"\xe9", 5),
    )
)


@given(
    headers=st.dictionaries(_NAMES, _VALUES, max_size=5),
    method=st.sampled_from(["POST", "GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "post"]),
    body=st.sampled_from([None, b"", b"{}", "text", "\xe9", "€", bytearray(b"ab"), io.BytesIO]),
    path=st.sampled_from(
        ["/b", "/b?x=1&y=%2F", "/%2f", "/a b", "/%", "/é", "/a?b?c", "//x", "/a/../b"]
    ),
)
def test_a_request_is_what_botocore_writes(
    headers: dict[str, Any], method: str, body: Any, path: str
) -> None:
    def met(*, exchanging: bool) -> _Ended:
        own = body(b"a file") if body is io.BytesIO else body
        told = {"headers": headers, "body": own}
        return _met([_GOOD], TimeoutError(), method, path, exchanging=exchanging, **told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("urllib3.util.wait_for_read", lambda *_: False)
        plain, ours = met(exchanging=False), met(exchanging=True)
    assert (ours.outcome, ours.sent) == (plain.outcome, plain.sent)


@pytest.mark.parametrize(
    "answer",
    [
        _GOOD,
        _GOOD + b"",
        b"HTTP/1.1 204 No Content\r\nx: y\r\n\r\n",
        b"HTTP/1.1 400 Bad Request\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100_000,
    ],
)
def test_a_connection_with_a_plain_answer_is_used_again(answer: bytes) -> None:
    for cuts in ([], [20], [30, 50], [*range(20, 60)]):
        ended = _met(_cut(answer, cuts), TimeoutError(), "POST", exchanging=True)
        assert ended.is_open, cuts


@pytest.mark.parametrize(
    "answer",
    [
        _GOOD + b"!",
        _GOOD.replace(b"Content", b"Connection: close\r\nContent"),
        _GOOD.replace(b"1.1", b"1.0"),
        _GOOD.replace(b"\r\n", b"\n"),
        _GOOD.replace(b"Content", b"a: b\r\n c\r\nContent"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\na: b\r\n\r\n",
    ],
)
def test_a_connection_with_an_odd_answer_is_not_used_again(answer: bytes) -> None:
    ended = _met([answer], TimeoutError(), "POST", exchanging=True)
    assert not ended.is_open
    assert ended.outcome[0] == 200


@pytest.mark.parametrize("enforces", [True, False])
def test_an_odd_answer_is_read_as_botocore_has_it_read(
    enforces: bool,  # noqa: FBT001 (pytest's)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Later versions than botocore 1.44 take a body that ends too soon."""
    monkeypatch.setattr(exchanging_pool.HERE, "is_whole", True)
    told = {**exchanging_pool._LIKE_BOTOCORE, "enforce_content_length": enforces}
    headers = {"User-Agent": "tests", "Content-Length": "2"}

    def read(*, exchanging: bool) -> object:
        pool = scripted.session(exchanging=exchanging)._manager.connection_from_url(_URL)
        bodies: list[object] = []
        asks: list[Callable[[], Any]] = [
            lambda: pool.urlopen("POST", "/b", b"{}", headers, **told),
            # As the last one that botocore sent.
            lambda: pool.exchange(b"POST /b HTTP/1.1\r\n\r\n", "POST"),
        ]
        for ask in asks[: 1 + exchanging]:
            connection = pool._get_conn()
            connection.sock = FakeSocket([_GOOD[:-2]], None)
            pool._put_conn(connection)
            try:
                bodies.append(b"".join(ask().stream()))
            except ProtocolError as error:
                bodies.append(str(error))
        return {*bodies}

    assert read(exchanging=True) == read(exchanging=False)


def test_what_has_come_is_found_once() -> None:
    with scripted.serving() as server:
        url = f"http://127.0.0.1:{server.port}/"
        session = scripted.session(exchanging=True)
        with replay.watching() as watched:
            scripted.sent(session, url)
        assert [bytes(each or b"") for each in watched] == server.requests
        pool = session._manager.connection_from_url(url)
        answer = pool.exchange(bytes(watched[0] or b""), "POST")
        with replay.replaying(answer, session), replay.due(session):
            assert replay.is_replaying()
            assert scripted.sent(session, url) == (200, [("Content-Length", "2")], b"{}")
            assert len(server.requests) == 2
            assert not replay.is_replaying()
            scripted.sent(session, url)
        assert len(server.requests) == 3
        assert server.opened == pool.num_connections == 1
        session.close()


def test_an_exception_is_found_as_if_it_were_raised_then() -> None:
    for end in (ConnectionResetError(104, "reset"), TimeoutError("timed out"), None):
        plain = _met([], end, "POST", exchanging=False)
        session = scripted.session(exchanging=True)
        pool = session._manager.connection_from_url(_URL)
        connection = pool._get_conn()
        connection.sock = FakeSocket([], end)
        pool._put_conn(connection)
        with pytest.raises(Exception) as raised:  # noqa: PT011 (whichever it is)
            pool.exchange(b"POST /b HTTP/1.1\r\n\r\n", "POST")
        with replay.replaying(raised.value, session), replay.due(session):
            assert scripted.sent(session, _URL) == plain.outcome


def test_nothing_is_sent_where_no_connection_is_open() -> None:
    pool = scripted.session(exchanging=True)._manager.connection_from_url(_URL)
    assert pool.exchange(b"GET / HTTP/1.1\r\n\r\n", "GET") is None
    pool.close()
    assert pool.exchange(b"GET / HTTP/1.1\r\n\r\n", "GET") is None
    assert pool.num_connections == 0


@pytest.mark.parametrize(
    ("answer", "is_open"),
    [
        (b"HTTP/1.1 100 Continue\r\n\r\n" + _GOOD, True),
        (_GOOD, True),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + _GOOD.replace(b"200 OK", b"403 Forbidden"), True),
        (_GOOD.replace(b"200 OK", b"403 Forbidden"), False),
        (_GOOD.replace(b"200 OK", b"307 Temporary Redirect"), False),
        (_GOOD.replace(b"200 OK", b"417 Expectation Failed"), False),
    ],
)
@pytest.mark.parametrize("body", [lambda: b"a body", lambda: io.BytesIO(b"a body")])
def test_a_body_does_not_wait_until_it_is_asked_for(
    answer: bytes,
    is_open: bool,  # noqa: FBT001 (pytest's)
    body: Callable[[], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By itself, botocore waits for up to a second, and sends none where it is refused."""
    asked: Any = {"headers": {"Expect": b"100-continue"}}
    ours = _met([answer], TimeoutError(), "PUT", exchanging=True, body=body(), **asked)
    assert ours.is_open == is_open
    assert ours.sent.endswith(b"a body")
    # urllib3 1.26 and 2.x: botocore looks for it there.
    monkeypatch.setattr("urllib3.util.wait_for_read", lambda *_: False)
    plain = _met([answer], TimeoutError(), "PUT", exchanging=False, body=body(), **asked)
    assert (ours.outcome, ours.sent) == (plain.outcome, plain.sent)
    monkeypatch.setattr("urllib3.util.wait_for_read", lambda *_: True)
    patient = _met([answer], TimeoutError(), "PUT", exchanging=False, body=body(), **asked)
    assert ours.outcome == patient.outcome


def test_a_body_waits_once_a_server_hung_up_on_it() -> None:
    request = b"PUT /b HTTP/1.1\r\n\r\nbody"
    pool = scripted.session(exchanging=True)._manager.connection_from_url(_URL)
    hanging_up, open_one = pool._get_conn(), pool._get_conn()
    hanging_up.sock = FakeSocket([], ConnectionResetError(104, "reset"))
    pool._put_conn(hanging_up)
    with pytest.raises(ProtocolError):
        pool.exchange(request, "PUT", asks=True)
    open_one.sock = FakeSocket([_GOOD], None)
    pool._put_conn(open_one)
    assert pool.exchange(request, "PUT", asks=True) is None
    assert pool.exchange(request, "PUT") is not None


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    """Return the context of a server on the loopback, and who signed its certificate."""
    file = str(tmp_path_factory.mktemp("tls") / "ca.pem")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context, file


def test_answers_come_over_tls(contexts: tuple[ssl.SSLContext, str]) -> None:
    context, file = contexts
    big = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100_000
    plays: dict[int, scripted.Play] = {
        3: [_GOOD + b"surplus"],
        4: [big[:50], big[50:]],
        6: [_GOOD[:9], None],
    }
    outcomes = []
    for exchanging in (False, True):
        with scripted.serving(context) as server:
            server.play = lambda number: plays.get(number, [scripted.WARMING])
            session = scripted.session(exchanging=exchanging, verify=file)
            url = f"https://127.0.0.1:{server.port}/"
            outcomes.append([scripted.sent(session, url) for _ in range(8)])
            pool = session._manager.connection_from_url(url)
            if exchanging:
                # One more after the surplus, and one after the early end.
                assert server.opened == 3
                assert pool.exchange(server.requests[0], "POST") is not None
            session.close()
    assert outcomes[0][:3] == outcomes[1][:3]
    assert outcomes[1][3][2] == b"x" * 100_000
    assert [outcome[0] for outcome in outcomes[1]] == [200] * 5 + [ConnectionClosedError] + [
        200
    ] * 2
