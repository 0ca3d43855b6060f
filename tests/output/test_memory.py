import pytest

from awsbatch.output.memory import Memory


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"", None), (b"a\n", "a"), (b"a\n\n", "a\n"), (b"\xff", "\udcff"), (b"\n", "")],
)
def test_text_has_no_last_newline_and_nothing_is_no_text(data: bytes, text: str | None) -> None:
    memory = Memory()

    memory.write(data)

    assert (memory.text(), memory.content()) == (text, data)


def test_memory_is_no_file() -> None:
    memory = Memory()

    with memory.lent():
        memory.flush()

    assert memory.fileno() is None
