import os
from pathlib import Path

import pytest

from awsbatch.output.file import OutputError, OutputFile


def test_a_file_is_emptied_and_written_to_unbuffered(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"a longer content than the new one")

    with OutputFile(str(path), append=False) as file:
        assert path.read_bytes() == b""
        file.write(b"new")
        assert path.read_bytes() == b"new"


def test_a_file_that_is_appended_to_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"1")

    with OutputFile(str(path), append=True) as file:
        file.write(b"2")

    assert path.read_bytes() == b"12"


def test_a_child_process_may_write_to_the_descriptor(tmp_path: Path) -> None:
    path = tmp_path / "f"

    with OutputFile(str(path), append=False) as file:
        number = file.fileno()
        assert number is not None
        with file.lent():
            os.write(number, b"a")
        file.write(b"b")

    assert path.read_bytes() == b"ab"


def test_what_is_written_after_the_end_goes_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "f"
    with OutputFile(str(path), append=False) as file:
        file.write(b"in time")

    file.write(b"too late")

    assert path.read_bytes() == b"in time"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (".", "cannot write `.`: is a directory"),
        ("no/f", "cannot write `no/f`: no such file or directory"),
        ("a\0b", "cannot write `a\0b`: embedded null byte"),
    ],
)
def test_a_file_that_cannot_be_opened_has_a_reason(
    path: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(OutputError) as caught:
        OutputFile(path, append=False)

    assert caught.value.message == message
