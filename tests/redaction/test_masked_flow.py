"""Bytes that come in pieces, without the secrets among them."""

import base64

from awsbatch.redaction.masked_flow import MaskedFlow
from awsbatch.redaction.secret import Secrets


def flow(*values: str) -> MaskedFlow:
    secrets = Secrets()
    secrets.add(values)
    return MaskedFlow(secrets)


def taken(flow: MaskedFlow, *pieces: bytes) -> list[bytes]:
    return [*map(flow.take, pieces), flow.finish()]


def test_a_secret_in_two_pieces_is_masked() -> None:
    assert taken(flow("hunter2-Sw0rd"), b"is hunter2", b"-Sw0rd.\n") == [b"is ", b"***.\n", b""]


def test_a_secret_in_single_bytes_is_masked() -> None:
    pieces = [bytes([each]) for each in "is é-hunter2.\n".encode()]
    assert b"".join(taken(flow("é-hunter2"), *pieces)) == b"is ***.\n"


def test_only_what_may_become_a_secret_is_kept_back() -> None:
    assert taken(flow("hunter2-Sw0rd"), b"a prompt: ", b"oh", b"unter? ") == [
        b"a prompt: ",
        b"o",
        b"hunter? ",
        b"",
    ]


def test_what_was_kept_back_is_handed_on_at_the_end() -> None:
    assert taken(flow("hunter2-Sw0rd"), b"is hunter2") == [b"is ", b"hunter2"]


def test_an_escape_in_two_pieces_is_one() -> None:
    assert taken(flow("hunter2\nSw0rd"), b"'hunter2\\", b"nSw0rd'\n") == [b"'", b"***'\n", b""]
    assert taken(flow("hunter2 Sw0rd"), b"/hunter2%2", b"0Sw0rd/") == [b"/", b"***/", b""]


def test_base64_in_pieces_is_found() -> None:
    data = b"Basic " + base64.b64encode(b"me:hunter2-Sw0rd") + b"\n"
    for cut in range(len(data)):
        assert b"".join(taken(flow("hunter2-Sw0rd"), data[:cut], data[cut:])) == b"Basic bWU6***\n"


def test_a_short_secret_waits_for_what_ends_its_word() -> None:
    assert taken(flow("1234"), b"pin 1234", b"5 1234", b" x", b"1234 ") == [
        b"pin ",
        b"12345 ",
        b"*** x",
        b"1234 ",
        b"",
    ]


def test_of_two_secrets_that_begin_alike_the_longer_is_waited_for() -> None:
    both = flow("hunter2-Sw0rd", "hunter2-Sw0rd-of-old")
    assert taken(both, b"is hunter2-Sw0rd", b"-of", b"-old\n") == [b"is ", b"", b"***\n", b""]


def test_what_is_no_text_is_handed_on_as_it_is() -> None:
    data = bytes(range(256)) * 2
    assert b"".join(taken(flow("hunter2-Sw0rd"), data[:200], data[200:])) == data


def test_the_rest_of_a_secret_is_masked_though_its_beginning_was_handed_on() -> None:
    parts = flow("hunter2-Sw0rd")
    assert parts.take(b"is hunter2") == b"is "
    assert parts.finish() == b"hunter2"
    assert parts.take(b"-Sw0rd.\n") == b"***.\n"
