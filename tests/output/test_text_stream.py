"""A command's own streams, whoever looks at them and whenever."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from awsbatch.output.memory import Memory
from awsbatch.output.text_stream import TextStreams

pytestmark = pytest.mark.races


class Full(Memory):
    """A sink that takes nothing."""

    def write(self, data: bytes, /) -> None:
        raise OSError(28, "No space left on device", data)


def streams(
    stdout: Memory | None = None, edit: Callable[[str], str] | None = None
) -> tuple[TextStreams, Memory, Memory]:
    out, err = stdout or Memory(), Memory()
    return TextStreams(out, err, edit), out, err


def like(encoding: str = "utf-8") -> Any:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="surrogateescape")


def test_text_and_bytes_come_in_their_order() -> None:
    made, out, _ = streams()
    stdout = made.get("stdout", like())

    stdout.write("a\n")
    stdout.flush()
    stdout.buffer.write(b"b\n")
    made.finish()

    assert out.content() == b"a\nb\n"


def test_a_stream_has_the_encoding_of_what_it_stands_in_for() -> None:
    made, out, _ = streams()

    made.get("stdout", like("latin-1")).write("é")
    made.finish()

    assert out.content() == b"\xe9"


def test_only_what_is_written_as_text_to_standard_error_is_edited() -> None:
    made, out, err = streams(edit=str.upper)

    made.get("stdout", like()).write("out")
    made.get("stderr", like()).write("err")
    made.finish()

    assert (out.content(), err.content()) == (b"out", b"ERR")


def test_all_threads_of_a_command_write_to_one_stream() -> None:
    made, _, _ = streams()

    with ThreadPoolExecutor(8) as threads:
        found = threads.map(lambda _: id(made.get("stdout", like())), range(64))

    assert len({*found}) == 1


def test_what_is_written_after_the_end_is_lost() -> None:
    made, out, err = streams()
    stdout = made.get("stdout", like())
    made.finish()

    stdout.write("late")
    stdout.flush()
    made.get("stderr", like()).write("never looked at before")
    made.finish()

    assert (out.content(), err.content()) == (b"", b"")


def test_a_sink_that_takes_nothing_is_told_of_at_the_end() -> None:
    made, _, _ = streams(Full())
    stdout = made.get("stdout", like())
    stdout.write("x")
    with pytest.raises(OSError, match="No space"):
        stdout.flush()

    # As the CLI does, which swallows it.
    stdout.write("y")

    with pytest.raises(OSError, match="No space"):
        made.finish()


def test_a_decoration_sees_all_that_is_written_from_then_on() -> None:
    class Loud:
        def __init__(self, stream: Any) -> None:
            self._stream = stream

        def write(self, text: str) -> None:
            self._stream.write(text.upper())

    made, out, err = streams()
    originals = {"stdout": like(), "stderr": like()}
    made.get("stdout", originals["stdout"]).write("a")

    made.decorate(Loud, originals)  # type: ignore[arg-type]
    made.get("stdout", originals["stdout"]).write("b")
    made.get("stderr", originals["stderr"]).write("c")
    made.finish()

    assert (out.content(), err.content()) == (b"aB", b"C")


def test_a_line_of_standard_error_is_not_kept_back() -> None:
    made, out, err = streams()
    made.get("stdout", like()).write("one\n")
    made.get("stderr", like()).write("two\n")
    made.get("stderr", like()).write("three")
    assert (out.content(), err.content()) == (b"", b"two\n")


def test_only_a_command_that_flushes_has_its_sink_hand_on_what_it_keeps_back() -> None:
    flushed = []

    class Keeping(Memory):
        def flush(self) -> None:
            flushed.append(self.content())

    made = TextStreams(Memory(), Keeping())
    stderr = made.get("stderr", like())

    stderr.write("a line\n")
    assert flushed == []
    stderr.write("a question: ")
    stderr.flush()
    assert flushed == [b"a line\na question: "]
    made.finish()
    stderr.flush()
    assert len(flushed) == 2
