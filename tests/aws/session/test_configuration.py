"""Looks at the files of a configuration, in any order, at any time."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from awsbatch.aws.session.configuration import Configuration

pytestmark = pytest.mark.races

SECOND = 1_000_000_000
LATER = 11 * SECOND // 10


class Clock:
    """The time, a nanosecond at least after what has been written."""

    def __init__(self, file: Path) -> None:
        self.now = file.stat().st_mtime_ns + 1

    def __call__(self) -> int:
        return self.now


class Interrupted(Configuration):
    """Is held up between a look and what it makes of it, while something else happens."""

    meanwhile: Callable[[], object] | None = None

    def _stamps(self) -> list[object]:  # type: ignore[override]
        stamps: list[object] = [*super()._stamps()]
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return stamps


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "config"
    file.write_text("[default]\n")
    return file


@pytest.fixture
def clock(file: Path) -> Clock:
    return Clock(file)


def test_a_file_that_only_grows_older_has_not_changed(file: Path, clock: Clock) -> None:
    configuration = Configuration([str(file)], clock=clock)
    assert not configuration.changed()
    clock.now += LATER
    assert not configuration.changed()
    assert not configuration.changed()


def test_an_older_look_after_a_newer_one_is_no_change(file: Path, clock: Clock) -> None:
    configuration = Interrupted([str(file)], clock=clock)

    def other_look() -> None:
        clock.now += LATER
        assert not configuration.changed()

    configuration.meanwhile = other_look
    assert not configuration.changed()
    assert not configuration.changed()


def test_a_change_that_another_look_has_seen_is_seen_by_an_older_one(
    file: Path, clock: Clock
) -> None:
    configuration = Interrupted([str(file)], clock=clock)

    def other_look() -> None:
        file.write_text("[profile other]\n")
        assert configuration.changed()

    configuration.meanwhile = other_look
    assert configuration.changed()


def test_a_change_within_one_tick_of_the_clock_is_seen_by_content(file: Path, clock: Clock) -> None:
    configuration = Configuration([str(file)], clock=clock)
    before = file.stat()
    file.write_text("[defaulT]\n")
    # Its size is the same, and so is the time that the file system tells.
    configuration._seen = [(_identity(configuration), configuration._seen[0][1])]
    assert file.stat().st_size == before.st_size
    assert configuration.changed()


def _identity(configuration: Configuration) -> tuple[int, ...] | None:
    return configuration._stamps()[0][0]


def test_a_file_that_comes_or_goes_is_a_change_that_stays(tmp_path: Path) -> None:
    file = tmp_path / "credentials"
    configuration = Configuration([str(file)])
    assert not configuration.changed()
    file.touch()
    assert configuration.changed()
    file.unlink()
    assert configuration.changed()


def test_a_file_that_is_watched_later_counts_from_then_on(file: Path, tmp_path: Path) -> None:
    configuration = Configuration([str(file)])
    other = tmp_path / "ca.pem"
    other.write_text("one")
    for _ in range(2):
        configuration.watch([str(other)])
        assert not configuration.changed()
    other.write_text("two")
    configuration.watch([str(other)])
    assert configuration.changed()


def test_what_is_no_file_is_watched_without_a_look_into_it(file: Path, tmp_path: Path) -> None:
    configuration = Configuration([str(file)])
    os.mkfifo(tmp_path / "pipe")
    configuration.watch([str(tmp_path), str(tmp_path / "pipe")])
    assert not configuration.changed()
    (tmp_path / "new").touch()
    assert configuration.changed()
