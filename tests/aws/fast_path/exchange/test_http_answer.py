"""Answers that never end are left to the standard library, which is faster at them."""

from itertools import chain, repeat

import pytest

from awsbatch.aws.fast_path.exchange.http_answer import OddError, read


class _Source:
    """A server that says one piece after the other."""

    def __init__(self, *pieces: bytes, last: bytes = b"") -> None:
        self._pieces = chain(pieces, repeat(last, 1_000_000))

    def recv(self, _: int) -> bytes:
        """Return the next piece."""
        return next(self._pieces)


@pytest.mark.parametrize(
    ("source", "most"),
    [
        (_Source(b"HTTP/1.1 200 OK\r\nA: ", last=b"a"), 200),
        (_Source(last=b"HTTP/1.1 100 Continue\r\n\r\n"), 100_000),
    ],
    ids=["a head in small pieces", "leave to go on"],
)
def test_an_endless_head_is_odd_soon(source: _Source, most: int) -> None:
    received = bytearray()
    with pytest.raises(OddError):
        read(source, received, "GET", asks=True)
    assert len(received) < most


def test_a_head_may_come_line_by_line() -> None:
    lines = [f"a{number}: b\r\n".encode() for number in range(50)]
    source = _Source(b"HTTP/1.1 200 OK\r\n", *lines, b"Content-Length: 2\r\n", b"\r\n", b"{}")
    answer, is_open = read(source, bytearray(), "GET", asks=False)
    assert (answer.status, answer.body, len(answer.headers), is_open) == (200, b"{}", 51, True)
