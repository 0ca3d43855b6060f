import http.client
import io
import operator
from http.client import HTTPException, HTTPMessage, parse_headers

import botocore.auth
import botocore.awsrequest
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.aws.fast_path.http_header import SHORTCUTS
from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.shortcut import Shortcuts
from tests.aws.batch import Batch
from tests.aws.recorder import Recorder

_hastened = Shortcuts([each() for each in SHORTCUTS]).process
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
    with _hastened():
        assert _read(http.client.parse_headers, block) == _read(parse_headers, block)


@pytest.mark.parametrize("count", [99, 100, 101, 200])
def test_too_many_headers_are_refused_as_by_the_standard_library(count: int) -> None:
    block = b"Name: value\r\n" * count + b"\r\nbody"
    with _hastened():
        assert _read(http.client.parse_headers, block) == _read(parse_headers, block)


def test_plain_headers_are_not_the_parsers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http.client, "parse_headers", pytest.fail)
    with _hastened():
        message = http.client.parse_headers(io.BytesIO(b"Name: value\r\n\r\n"))
    assert message.items() == [("Name", "value")]


def test_the_libraries_are_as_before_after_the_block() -> None:
    def functions() -> list[object]:
        return [
            http.client.parse_headers,
            botocore.auth._host_from_url,
            botocore.awsrequest._HeaderKey,
        ]

    before = functions()
    with _hastened():
        assert not any(map(operator.is_, functions(), before))
    assert functions() == before


def test_one_block_may_stand_in_another() -> None:
    with _hastened(), _hastened():
        assert botocore.awsrequest.HeadersDict({"A": 1})["a"] == 1


_NAMES = ("a", "A", "Content-Type", "content-type", "x-amz-date", "X-Amz-Date")


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["set", "get", "delete", "copy"]), st.sampled_from(_NAMES))
    )
)
def test_names_of_headers_are_the_same_whatever_their_case(steps: list[tuple[str, str]]) -> None:
    def done() -> list[object]:
        headers = botocore.awsrequest.HeadersDict()
        log: list[object] = []
        for number, (step, name) in enumerate(steps):
            if step == "set":
                headers[name] = number
            elif step == "delete":
                log.append(headers.pop(name, None))
            elif step == "copy":
                headers = headers.copy()
            log.append((headers.get(name), name in headers, list(headers.items())))
        return log

    plain = done()
    with _hastened():
        assert done() == plain


@given(
    headers=st.lists(st.tuples(st.sampled_from(("Host", "host", "X-A", "x-b")), st.text())),
    later=st.lists(st.tuples(st.sampled_from(("HOST", "x-c")), st.text())),
)
def test_a_copy_is_what_botocore_makes(
    headers: list[tuple[str, str]], later: list[tuple[str, str]]
) -> None:
    def done() -> list[list[tuple[str, object]]]:
        first = botocore.awsrequest.HeadersDict(headers)
        second = first.copy()
        assert type(second) is type(first)
        second.update(later)
        first.update([("x-d", "own")])
        return [[*first.items()], [*second.items()]]

    plain = done()
    with _hastened():
        assert done() == plain


def test_a_line_reads_its_headers_in_the_plain_way(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The standard library still looks the function up where it is replaced."""
    del recorder

    def parse(file: io.BufferedIOBase, **for_the_server: type[HTTPMessage]) -> HTTPMessage:
        assert for_the_server
        return parse_headers(file, **for_the_server)

    monkeypatch.setattr(http.client, "parse_headers", parse)
    with InProcessRunner() as pool:
        assert Batch(pool).run("logs delete-log-group --log-group-name g").exit_status == 0
