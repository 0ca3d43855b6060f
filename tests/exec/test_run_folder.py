import os
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.exec import run_folder as module
from awsbatch.exec.run_folder import Promise, promise_of, run_folder
from awsbatch.fault.error import UsageError

TEMPORARY = Path("/tmp")  # noqa: S108 (what is looked for in the end)


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Provide a folder whose path leaves room for more, and which is named by nothing."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    with tempfile.TemporaryDirectory(dir=TEMPORARY) as folder:
        yield Path(folder)


def _parent() -> Path:
    with run_folder(major=2, is_guarded=False) as folder:
        return folder.path.parent


def test_it_is_private_and_goes_away(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))

    with run_folder(major=2, is_guarded=True) as folder:
        assert folder.path.parent == place
        assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
        assert [each.name for each in folder.path.iterdir()] == ["socket"]
        assert folder.path.name.startswith("awsbatch-exec-v2-guarded-")

    assert [*place.iterdir()] == []


@pytest.mark.parametrize(
    ("age", "is_listened_to", "is_left"), [(61, False, False), (61, True, True), (0, False, True)]
)
def test_the_folder_of_one_that_was_killed_is_removed_by_a_later_one(
    place: Path, monkeypatch: pytest.MonkeyPatch, age: int, *, is_listened_to: bool, is_left: bool
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    stale = place / "awsbatch-exec-v1-guarded-x"
    stale.mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(stale / "socket"))
        made = time.time() - age
        os.utime(stale / "socket", (made, made))
        if is_listened_to:
            listener.listen()

        with run_folder(major=2, is_guarded=True):
            assert stale.exists() == is_left


def test_it_may_have_been_removed_by_another() -> None:
    with run_folder(major=1, is_guarded=False) as folder:
        folder.remove()
        assert not folder.path.exists()


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o1777])
def test_a_runtime_folder_that_others_can_write_to_is_none(
    place: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    place.chmod(mode)

    assert _parent() == Path(tempfile.gettempdir())


@pytest.mark.parametrize("named", ["", ".", "/nowhere", "/dev/null"])
def test_what_is_no_folder_of_the_user_s_is_none(
    monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", named)

    assert _parent() == Path(tempfile.gettempdir())


@pytest.mark.parametrize("name", ["x" * 90, "with:colon"])
def test_a_place_that_cannot_be_named_is_passed_over(
    place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    unfit = place / name
    unfit.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(unfit))
    monkeypatch.setattr(tempfile, "tempdir", str(unfit))

    assert _parent() == TEMPORARY


def test_the_longest_path_can_be_connected_to(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = 103 if sys.platform == "darwin" else 107
    room = longest - len(f"{place}//awsbatch-exec-v2-xxxxxxxx/socket")
    fit = place / ("x" * room)
    fit.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(fit))

    assert _parent() == fit


def test_no_place_at_all_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_places", lambda: [Path("/nowhere"), Path("/dev/null")])

    with pytest.raises(UsageError) as caught:
        _parent()

    assert caught.value.message == "found no folder for temporary files"
    assert caught.value.hint == "give one in `TMPDIR`"


@pytest.mark.parametrize("major", [1, 2])
@pytest.mark.parametrize("is_guarded", [False, True])
def test_its_name_says_what_it_promises(major: int, *, is_guarded: bool) -> None:
    with run_folder(major=major, is_guarded=is_guarded) as folder:
        assert folder.promise == Promise(major, is_guarded)
        assert promise_of(folder.path) == folder.promise


@pytest.mark.parametrize(
    ("promise", "refusal"),
    [
        (Promise(1, is_guarded=False), 0),
        (Promise(2, is_guarded=False), 0),
        (Promise(1, is_guarded=True), 255),
        (Promise(2, is_guarded=True), 252),
    ],
)
def test_a_guarded_call_that_nobody_answers_ends_as_what_aws_does_not_accept(
    promise: Promise, refusal: int
) -> None:
    assert promise.refusal == refusal


@pytest.mark.parametrize("name", ["", "awsbatch-exec-", "awsbatch-exec-v2", "awsbatch-x"])
def test_other_names_promise_nothing(name: str) -> None:
    assert promise_of(TEMPORARY / name) is None
