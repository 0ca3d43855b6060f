"""Lines added to files, whole or not at all."""

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from awsbatch.contract.journal import UnwrittenError
from awsbatch.joblog.appended_file import AppendedFile
from awsbatch.joblog.synced import Synced

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
Write = Callable[[int, bytes], int]


def appended(path: Path, write: Write = os.write, synced: Synced | None = None) -> AppendedFile:
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    return AppendedFile(number, "L", synced or Synced(()), write=write)


def test_a_line_is_one_write(tmp_path: Path) -> None:
    written = list[bytes]()

    def write(number: int, data: bytes) -> int:
        written.append(data)
        return os.write(number, data)

    appended(tmp_path / "L", write).append(b"x" * 100_000 + b"\n")

    assert written == [b"x" * 100_000 + b"\n"]


def test_what_is_written_in_part_is_completed(tmp_path: Path) -> None:
    file = appended(tmp_path / "L", lambda number, data: os.write(number, data[:3]))

    file.append(b"one two three\n")

    assert (tmp_path / "L").read_bytes() == b"one two three\n"


def test_what_cannot_be_completed_is_cut_off(tmp_path: Path) -> None:
    left = [100, 100, 4, 5]

    def write(number: int, data: bytes) -> int:
        if not left:
            raise FULL
        return os.write(number, data[: left.pop(0)])

    file = appended(tmp_path / "L", write)
    file.append(b"one\n")
    file.append(b"two\n")

    for _ in range(2):
        with pytest.raises(UnwrittenError) as raised:
            file.append(b"three and four\n")
        assert raised.value.message == "cannot write `L`: no space left on device"
    assert (tmp_path / "L").read_bytes() == b"one\ntwo\n"


def test_a_file_that_could_not_be_written_is_not_written_again(tmp_path: Path) -> None:
    fails = [True]

    def write(number: int, data: bytes) -> int:
        if fails.pop():
            raise FULL
        return os.write(number, data)

    file = appended(tmp_path / "L", write)
    for _ in range(2):
        with pytest.raises(UnwrittenError):
            file.append(b"one\n")
    assert (tmp_path / "L").read_bytes() == b""


class Disk:
    """Synchronisations, each of which waits until it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.goes_on = threading.Semaphore(0)
        self.numbers = list[int]()

    def synchronize(self, number: int) -> None:
        self.numbers.append(number)
        self.begun.release()
        self.goes_on.acquire()


def test_nothing_is_synchronized_where_nothing_was_written() -> None:
    numbers = list[int]()
    threads = threading.active_count()

    synced = Synced((), synchronize=numbers.append)

    assert threading.active_count() == threads
    synced.close()
    assert numbers == []


def test_what_was_written_is_synchronized_by_a_thread() -> None:
    disk = Disk()
    synced = Synced((7, 8), synchronize=disk.synchronize, seconds=0)
    synced.note()

    disk.begun.acquire()
    # Meanwhile more is written, for which there is another time.
    synced.note()
    synced.note()
    disk.goes_on.release(6)
    for _ in range(3):
        disk.begun.acquire()

    assert disk.numbers == [7, 8, 7, 8]
    synced.close()
    assert disk.numbers == [7, 8, 7, 8, 7, 8]


def test_a_synchronisation_that_fails_is_told_with_the_next_line(tmp_path: Path) -> None:
    def synchronize(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    synced = Synced((7,), synchronize=synchronize)
    file = appended(tmp_path / "L", synced=synced)
    file.append(b"one\n")
    synced.close()

    with pytest.raises(UnwrittenError) as raised:
        file.append(b"two\n")
    assert raised.value.message == "cannot write `L`: input/output error"


def test_it_is_synchronized_when_it_is_closed_whatever_was_written() -> None:
    numbers = list[int]()

    Synced((7,), synchronize=numbers.append).close()

    assert numbers == [7]
