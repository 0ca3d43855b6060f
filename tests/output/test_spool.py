import errno
import os
import threading

import pytest

from awsbatch.output import spool as module
from awsbatch.output.spool import Spool, Store

pytestmark = pytest.mark.races


@pytest.fixture(autouse=True)
def _little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_MEMORY", 8)
    monkeypatch.setattr(module, "MOST_SHARED_MEMORY", 12)
    monkeypatch.setattr(module, "_CHUNK", 4)


def test_output_comes_back_in_the_order_in_which_it_was_written() -> None:
    spool = Spool(Store())
    for piece in (b"memory", b"to the disk", b"x"):
        spool.write(piece)

    assert spool.drained() == b"memoryto the diskx"
    assert spool.drained() == b""


def test_what_is_on_disk_is_read_a_little_at_a_time() -> None:
    spool = Spool(Store())
    spool.write(b"0123456789")
    spool.seal()

    assert [*spool.chunks()] == [b"0123", b"4567", b"89"]


def test_a_sealed_spool_takes_nothing_more() -> None:
    spool = Spool(Store())
    spool.write(b"in time")
    spool.seal()

    spool.write(b"too late")

    assert spool.drained() == b"in time"


def test_all_spools_of_a_store_share_its_memory() -> None:
    store = Store()
    first, second = Spool(store), Spool(store)
    first.write(b"12345678")
    second.write(b"12345678")
    second.seal()

    assert [*second.chunks()] == [b"1234", b"5678"]
    first.drop()
    third = Spool(store)
    third.write(b"12345678")
    third.seal()
    assert [*third.chunks()] == [b"12345678"]


def test_threads_that_write_to_one_store_do_not_mix() -> None:
    store = Store()
    spools = [Spool(store) for _ in range(4)]

    def fill(spool: Spool, letter: bytes) -> None:
        for _ in range(50):
            spool.write(letter * 5)

    threads = [
        threading.Thread(target=fill, args=(spool, b"%d" % number))
        for number, spool in enumerate(spools)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [spool.drained() for spool in spools] == [b"%d" % number * 250 for number in range(4)]


def test_what_is_dropped_while_another_spool_writes_takes_nothing_of_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = Store()
    first, second = Spool(store), Spool(store)
    first.write(b"dropped by then")
    write = os.pwrite

    def interrupted(descriptor: int, data: bytes, place: int) -> int:
        first.drop()
        return write(descriptor, data, place)

    monkeypatch.setattr(os, "pwrite", interrupted)
    second.write(b"kept to the end")

    assert second.drained() == b"kept to the end"


def test_a_disk_that_takes_some_bytes_at_a_time_gets_all(monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, place: write(file, data[:3], place))
    spool = Spool(Store())

    spool.write(b"to the disk")

    assert spool.drained() == b"to the disk"


def test_a_file_that_nobody_needs_any_more_is_emptied() -> None:
    store = Store()
    first, second = Spool(store), Spool(store)
    first.write(b"a long output")
    second.write(b"a longer output")
    assert store._file is not None

    first.drop()
    assert os.fstat(store._file.fileno()).st_size == 28
    second.drop()
    assert os.fstat(store._file.fileno()).st_size == 0
    third = Spool(store)
    third.write(b"another output")
    assert third.drained() == b"another output"


def test_who_writes_is_told_of_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(OSError, match="No space left"):
        Spool(Store()).write(b"to the disk")


def test_what_a_full_disk_did_not_take_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    store = Store()
    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        with pytest.raises(OSError, match="No space"):
            store.write(b"lost")

    # The file is empty, as if nothing had been written.
    assert store.write(b"kept") == 0
    assert store.read(0, 10) == b"kept"
