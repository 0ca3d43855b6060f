import http.client
import io
from http.client import HTTPException, HTTPMessage, parse_headers

import botocore.auth
import pytest
from botocore.httpsession import URLLib3Session
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.aws import transport
from awsbatch.aws.pool import DriverPool
from tests.aws.batch import Batch
from tests.aws.recorder import Recorder

_LINES = st.sampled_from(
    [
        b"Content-Type: application/x-amz-json-1.1\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n",
        b"content-type:message/http\r\n",
        b"Date: Tue, 24 Nov 2026 00:00:00 GMT \t\r\n",
        b"x-amz-meta-name:  spaced  \r\n",
        b"x-amz-meta-empty:\r\n",
        b" continued\r\n",
        b"x-amz-meta-latin: \xe9\r\n",
        b"x-amz-meta-bare: return\rhere\r\n",
        b"x-amz-meta-feed: form\x0cfeed\r\n",
        b"No colon\r\n",
        b": no name\r\n",
        b"Sp ace: in name\r\n",
        b"From nobody: ever\r\n",
        b"Unix: newline\n",
        b"Long: " + b"x" * 9_000 + b"\r\n",
        b"Longer: " + b"x" * 70_000 + b"\r\n",
    ]
)


def _read(parse: object, block: bytes) -> object:
    file = io.BytesIO(block)
    try:
        message = parse(file)  # type: ignore[operator]
    except HTTPException as error:
        return repr(error)
    assert type(message) is HTTPMessage
    parts = [(part.items(), part.get_payload()) for part in message.walk() if part is not message]
    payload = None if parts else message.get_payload()
    return message.items(), payload, parts, [repr(each) for each in message.defects], file.read()


@given(lines=st.lists(_LINES, max_size=6), end=st.sampled_from([b"\r\n", b"\n", b"", b"\r\nbody"]))
def test_headers_are_what_the_standard_library_reads(lines: list[bytes], end: bytes) -> None:
    block = b"".join(lines) + end
    with transport.hastened():
        assert _read(http.client.parse_headers, block) == _read(parse_headers, block)


@pytest.mark.parametrize("count", [99, 100, 101, 200])
def test_too_many_headers_are_refused_as_by_the_standard_library(count: int) -> None:
    block = b"Name: value\r\n" * count + b"\r\nbody"
    with transport.hastened():
        assert _read(http.client.parse_headers, block) == _read(parse_headers, block)


def test_plain_headers_are_not_the_parsers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http.client, "parse_headers", pytest.fail)
    with transport.hastened():
        message = http.client.parse_headers(io.BytesIO(b"Name: value\r\n\r\n"))
    assert message.items() == [("Name", "value")]


def test_the_libraries_are_as_before_after_the_block() -> None:
    before = http.client.parse_headers, botocore.auth._host_from_url
    with transport.hastened():
        assert http.client.parse_headers is not before[0]
        assert botocore.auth._host_from_url is not before[1]
    assert (http.client.parse_headers, botocore.auth._host_from_url) == before


_URLS = (
    *("https://a.example/x", "https://a.example/y?z=/", "https://A.example/", "http://a.example/"),
    *("https://a.example:443/", "https://a.example:444", "https://b.example?x=1", "https://[::1]/"),
)


@given(urls=st.lists(st.sampled_from(_URLS), max_size=20))
def test_a_url_leads_to_the_pool_that_urllib3_would_find(urls: list[str]) -> None:
    plain, hastened = URLLib3Session(), URLLib3Session()
    transport.remember_pools(_client(hastened))
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
    transport.remember_pools(_client(session))
    first = session._manager.connection_from_url("https://0.example/")
    for number in range(1, 20):
        session._manager.connection_from_url(f"https://{number}.example/")
    again = session._manager.connection_from_url("https://0.example/")
    assert again is not first
    assert again.pool is not None


def test_a_line_reads_its_headers_in_the_plain_way(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The standard library still looks the function up where it is replaced."""
    del recorder

    def parse(file: io.BufferedIOBase, **for_the_server: type[HTTPMessage]) -> HTTPMessage:
        assert for_the_server
        return parse_headers(file, **for_the_server)

    monkeypatch.setattr(http.client, "parse_headers", parse)
    with DriverPool() as pool:
        assert Batch(pool).run("logs delete-log-group --log-group-name g").exit_status == 0
