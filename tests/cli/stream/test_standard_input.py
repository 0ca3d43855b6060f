"""Standard input as a stream of lines, whatever it is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from awsbatch.cli.stream.standard_input import standard_input
from awsbatch.fault.error import AwsbatchError


@contextmanager
def _at_zero(descriptor: int) -> Iterator[None]:
    """Have a descriptor be standard input in this block."""
    outer = os.dup(0)
    os.dup2(descriptor, 0)
    os.close(descriptor)
    try:
        yield
    finally:
        os.dup2(outer, 0)
        os.close(outer)


def test_its_lines_are_taken_and_everybody_else_finds_it_empty() -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.write(writing, b"one\ntwo")
    os.close(writing)

    with _at_zero(reading):
        with standard_input() as lines:
            assert os.read(0, 1) == b""
            assert [*lines] == [b"one\n", b"two"]
        assert os.get_blocking(0)


def test_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with (
        _at_zero(os.open(tmp_path, os.O_RDONLY)),
        standard_input() as lines,
        pytest.raises(AwsbatchError) as caught,
    ):
        next(lines)

    assert caught.value.message == "cannot read standard input: is a directory"
