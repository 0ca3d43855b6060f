"""Requests of clients, as they are read."""

import os
import struct

from awsbatch.exec import call_request
from awsbatch.exec.call_request import CallRequest


def read(*entries: bytes, words: int, umask: int = 0o022, rest: bytes = b"") -> CallRequest | None:
    out, into = os.pipe()
    head = struct.pack("=III", umask, words, len(entries) - words)
    os.write(into, head + b"".join(entry + b"\0" for entry in entries) + rest)
    os.close(into)
    return call_request.read(out)


def test_words_and_variables_may_be_of_any_bytes() -> None:
    assert read(b"a\nb", b"", b"\xff", b"NAME=a=b", b"EMPTY=", words=3) == CallRequest(
        ["a\nb", "", "\udcff"], {"NAME": "a=b", "EMPTY": ""}, 0o022
    )


def test_of_two_variables_of_a_name_the_first_counts() -> None:
    request = read(b"A=1", b"A=2", words=0)
    assert request is not None
    assert request.environ == {"A": "1"}


def test_what_is_no_variable_is_left_out() -> None:
    assert read(b"word", b"=C:", b"odd", b"A=1", words=1) == CallRequest(["word"], {"A": "1"}, 18)


def test_a_request_that_is_not_whole_is_none() -> None:
    assert read(b"word", words=1, rest=b"A=") is None
    assert read(words=0, rest=b"x\0") is None
