"""`print` of a secret, which shows a mask, and writes no file."""

from pathlib import Path

import pytest

from awsbatch.event import Status
from tests.contract.fake_runner import FakeRunner, ends, gives, printed, run

SCRIPT = "password = @secret aws get it\n"
RUNNER = FakeRunner({"get it": gives("hunter2-Sw0rd")})


def test_it_shows_a_mask() -> None:
    events = run(f"{SCRIPT}print is <<password>>\nprint hunter2\n", runner=RUNNER)
    assert printed(events) == ["is ***", "hunter2"]


@pytest.mark.parametrize("arrow", [">", ">>"])
def test_into_a_file_it_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arrow: str
) -> None:
    monkeypatch.chdir(tmp_path)
    events = run(
        f"{SCRIPT}print x=<<password>> {arrow} out.txt\nprint x {arrow} other.txt\n", runner=RUNNER
    )
    _, end = ends(events)
    assert end.status is Status.FAILED
    assert end.error is not None
    assert end.error.message == "this line would write a secret to a file"
    assert end.error.hint == "`aws … > FILE` keeps what a command prints, as it is"
    assert [path.name for path in tmp_path.iterdir()] == ["other.txt"]


def test_to_nowhere_it_is_none() -> None:
    assert ends(run(f"{SCRIPT}print <<password>> > /dev/null\n", runner=RUNNER))[1:] == []
