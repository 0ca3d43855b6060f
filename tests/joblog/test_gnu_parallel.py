"""Logs that GNU parallel reads, and adds to."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from awsbatch.contract.quoting import on_one_line
from awsbatch.joblog.row import failing
from tests.joblog.conftest import Open, begun, noted, row, run

PARALLEL = shutil.which("parallel") or ""
HARD = [
    "a b",
    "two\nlines",
    "a\ttab",
    "it's",
    '{"a": {}, "b": "{}"}',
    "***",
    "*",
    "{1} {.} {= die =}",
    "",
    "naïve ∞",
    "$HOME `id` \\n",
    "x" * 50_000,
]

pytestmark = pytest.mark.skipif(not PARALLEL, reason="GNU parallel is not installed")


@pytest.fixture
def called(tmp_path: Path) -> Path:
    """Provide an `aws` that records what it is called with, and fails for `bad`."""
    programs, told = tmp_path / "bin", tmp_path / "called"
    programs.mkdir()
    aws = programs / "aws"
    aws.write_text(
        f"#!/bin/bash\nprintf '%s\\0' \"$@\" $'\\n' >> {told}\n[[ $1 != bad ]] || exit 7\n"
    )
    aws.chmod(0o755)
    told.touch()
    return told


def parallel(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {
        **os.environ,
        "PATH": f"{path.parent / 'bin'}:{os.environ['PATH']}",
        "PARALLEL_SHELL": "/bin/bash",
        # What it has been told of its license it keeps there.
        "PARALLEL_HOME": str(path.parent / "home"),
        "HOME": str(path.parent),
    }
    return subprocess.run(
        [PARALLEL, "-j1", "--joblog", path.name, *words],
        cwd=path.parent,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def calls(called: Path) -> list[list[str]]:
    """Return the words of each call of `aws`."""
    return [each.split("\0") for each in called.read_text().split("\0\n\0")[:-1]]


def test_exactly_what_failed_is_run_again(path: Path, start: Open, called: Path) -> None:
    log = start()
    statuses = ["ok", "failed", "partial", "ignored", "abandoned", "doubt", "ok"]
    for seq, status in enumerate(statuses, 1):
        run(log, begun(seq, f"call-{seq}"), status)

    done = parallel(path, "--retry-failed")

    assert (done.returncode, done.stderr) == (0, "")
    assert calls(called) == [[f"call-{seq}"] for seq in (2, 3, 5, 6)]
    history = start().history()
    assert history.doubts == []
    for seq in range(1, len(statuses) + 1):
        assert history.take(begun(seq, f"call-{seq}").words, begun(seq, f"call-{seq}").place)
    calls(called)
    parallel(path, "--retry-failed")
    assert len(calls(called)) == 4


def test_what_fails_again_is_run_again_by_either(path: Path, start: Open, called: Path) -> None:
    command = begun(1, "bad")
    run(start(), command, "failed")

    assert parallel(path, "--retry-failed").returncode == 1

    history = start().history()
    assert history.take(command.words, command.place) is None
    assert history.seq(command.words, command.place, lambda _: True) == 1
    # The row of the later run takes the place of both.
    run(start(), command)
    parallel(path, "--retry-failed")
    assert calls(called) == [["bad"]]


def test_any_word_survives(path: Path, start: Open, called: Path) -> None:
    log = start()
    for seq, word in enumerate(HARD, 1):
        command = begun(seq, word)
        log.state.begin(noted(command))
        shell = on_one_line(["aws", word, "end"])
        log.append(replace(row(command, "failed"), command=shell))

    done = parallel(path, "--retry-failed")

    assert (done.returncode, done.stderr) == (0, "")
    assert calls(called) == [[word, "end"] for word in HARD]
    history = start().history()
    for seq, word in enumerate(HARD, 1):
        assert history.take(begun(seq, word).words, begun(seq, word).place)


def test_a_command_that_is_too_long_for_it_is_told_and_stays(
    path: Path, start: Open, called: Path
) -> None:
    command = begun(1, "x" * 100_000)
    run(start(), command, "failed")

    # Its own bound, about half of what the system allows.
    assert "Command line too long" in parallel(path, "--retry-failed").stderr

    assert calls(called) == []
    assert start().history().seq(command.words, command.place, lambda _: True) == 1


def test_what_ran_as_somebody_else_is_not_run(path: Path, start: Open, called: Path) -> None:
    log = start()
    for seq, word in enumerate(["***", "it's *"], 1):
        shell = failing(on_one_line(["aws", word]))
        log.append(replace(row(begun(seq, word), "failed"), command=shell))

    # As many as have failed.
    assert parallel(path, "--retry-failed").returncode == 2

    assert calls(called) == []
    assert start().history().next_seq == 3


def test_numbers_without_a_row_are_no_commands(path: Path, start: Open, called: Path) -> None:
    log = start()
    log.state.begin(noted(begun(1, "a")))
    run(log, begun(3, "c"), "failed")

    assert parallel(path, "--retry-failed").returncode == 0

    assert calls(called) == [["c"]]
    history = start().history()
    assert history.doubts == [begun(1, "a")]
    assert history.next_seq == 4


def test_a_tenth_column_would_be_part_of_the_command(path: Path, start: Open, called: Path) -> None:
    start().append(replace(row(begun(1, "a"), "failed"), command="aws a\ttenth"))

    parallel(path, "--retry-failed")

    assert calls(called) == [["a", "tenth"]]


@pytest.mark.parametrize(("option", "run_again"), [("--resume", "4"), ("--resume-failed", "24")])
def test_it_goes_on_after_the_rows_that_there_are(
    path: Path, start: Open, called: Path, option: str, run_again: str
) -> None:
    log = start()
    for seq, status in enumerate(["ok", "failed", "ok"], 1):
        run(log, begun(seq, str(seq)), status)

    done = parallel(path, option, "aws", ":::", *"1234")

    assert (done.returncode, done.stderr) == (0, "")
    assert calls(called) == [[each] for each in run_again]
