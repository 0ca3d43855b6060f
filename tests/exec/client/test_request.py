"""What a client passes on of how it was called."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from awsbatch.exec.run_folder import RunFolder
from tests.exec.client.calling import started, taken


def _environ(folder: RunFolder) -> dict[str, str]:
    return {"AWSBATCH_EXEC": str(folder.path)}


@pytest.mark.parametrize(
    "words",
    [
        [],
        [b"logs", b"describe-log-groups"],
        [b"", b"--version", b"-h", b"--", b"-"],
        [b"two words", b"two\nlines", b"'\"\\$x", b"\xff\xfe", "grün".encode()],
        [b"%d" % number * 12_500 for number in range(10_000_000, 10_000_020)],
    ],
    ids=["none", "plain", "options", "any bytes", "2 MB"],
)
def test_all_words_are_passed_on(client: Path, folder: RunFolder, words: list[bytes]) -> None:
    with (
        started(client, *words, env=_environ(folder)) as process,
        taken(folder.listener) as call,
    ):
        assert call.request()[1] == words
        call.say(b"TX\0")

    assert process.returncode == 0


def test_the_environment_is_passed_on_as_it_is(client: Path, folder: RunFolder) -> None:
    given = {b"B": b"two\nlines = \xff", b"A": b"", b"AWSBATCH_EXEC": os.fsencode(folder.path)}

    with started(client, env=given), taken(folder.listener) as call:
        assert call.request()[2] == [b"%b=%b" % pair for pair in given.items()]
        call.say(b"TX\0")


def test_a_caller_with_a_locale_keeps_it(client: Path, folder: RunFolder) -> None:
    given = {**_environ(folder), "LC_CTYPE": "C.UTF-8"}

    with started(client, env=given), taken(folder.listener) as call:
        assert call.request()[2][-1] == b"LC_CTYPE=C.UTF-8"
        call.say(b"TX\0")


@pytest.mark.parametrize("umask", [0o022, 0o077, 0])
def test_the_umask_is_passed_on(client: Path, folder: RunFolder, umask: int) -> None:
    with started(client, env=_environ(folder), umask=umask), taken(folder.listener) as call:
        assert call.request()[0] == umask
        call.say(b"TX\0")


@pytest.mark.parametrize("closed", range(8))
def test_the_standard_descriptors_are_passed_on_and_those_that_are_closed_are_not(
    client: Path, folder: RunFolder, tmp_path: Path, closed: int
) -> None:
    files = [tmp_path / "in", tmp_path / "out", tmp_path / "err"]
    files[0].touch()
    shell = 'exec "$0" <in >out 2>err' + "".join(
        f" {number}>&-" for number in range(3) if closed & 1 << number
    )
    words = ["/bin/sh", "-c", shell, str(client)]
    with (
        subprocess.Popen(words, env=_environ(folder), cwd=tmp_path) as process,
        taken(folder.listener) as call,
    ):
        open_ones = [number for number in range(3) if not closed & 1 << number]
        assert call.hello == b"aws1%c" % (8 | sum(1 << number for number in open_ones))
        assert [_file(each) for each in call.descriptors] == [
            _file(tmp_path),
            *(_file(files[number]) for number in open_ones),
        ]
        assert call.request()[1] == []
        call.say(b"TX\5")

    assert process.returncode == 5


@pytest.mark.parametrize(
    ("ignored", "bits"), [("TSTP", 16), ("TTIN", 32), ("TTOU", 64), ("TSTP TTIN TTOU", 112)]
)
def test_signals_that_stop_are_told_where_they_are_ignored(
    client: Path, folder: RunFolder, ignored: str, bits: int
) -> None:
    words = ["/bin/sh", "-c", f'trap "" {ignored}; exec "$0"', str(client)]
    with subprocess.Popen(words, env=_environ(folder)), taken(folder.listener) as call:
        assert call.hello[-1] & 0x70 == bits
        call.say(b"TX\0")


def _file(opened: int | Path) -> tuple[int, int]:
    found = os.fstat(opened) if isinstance(opened, int) else opened.stat()
    return found.st_dev, found.st_ino


def test_a_folder_that_is_gone_is_passed_on(
    client: Path, folder: RunFolder, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    words = ["/bin/sh", "-c", 'rmdir ../gone; exec "$0"', str(client)]
    with subprocess.Popen(words, env=_environ(folder), cwd=gone), taken(folder.listener) as call:
        assert call.hello == b"aws1\x0f"
        assert os.fstat(call.descriptors[0]).st_nlink == 0
        call.say(b"TX\0")


def test_a_request_that_nobody_reads_does_not_end_a_client(client: Path, folder: RunFolder) -> None:
    with (
        started(client, "x" * 100_000, env=_environ(folder)) as process,
        taken(folder.listener) as call,
    ):
        os.dup2(call.descriptors[0], call.pipe)
        call.say(b"TX\3")

    assert process.returncode == 3


class _Twice(dict[str, str]):
    """An environment that has a name twice."""

    def __len__(self) -> int:
        return super().__len__() + 1

    def keys(self) -> Any:
        return [*super().keys(), "AWSBATCH_EXEC"]

    def values(self) -> Any:
        return [*super().values(), "/nowhere"]


def test_of_a_variable_that_is_there_twice_the_first_one_holds(
    client: Path, folder: RunFolder
) -> None:
    process = os.posix_spawn(client, ["aws"], _Twice(_environ(folder)))
    with taken(folder.listener) as call:
        assert call.request()[2] == [b"AWSBATCH_EXEC=%b" % os.fsencode(folder.path), _SECOND]
        call.say(b"TX\2")

    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 2


_SECOND = b"AWSBATCH_EXEC=/nowhere"
