"""Calls under `nice`, `ulimit` and the like, which a process has for all its time."""

import sys

import pytest

from tests.cli.exec.execution import execute

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells of others")


def test_they_are_made_by_a_process_of_their_own() -> None:
    lines = "aws --version; nice aws --version; (ulimit -f 100; aws --version)"
    done = execute("bash", "-c", lines)

    assert done.returncode == 0
    assert len(set(done.stdout.splitlines())) == 1
    first, *why = done.stderr.splitlines()
    assert first.startswith("1 call succeeded, 2 not made here in ")
    assert sorted(each.partition(", ")[2] for each in why) == [
        "since its limits (`ulimit`) are others",
        "since its priority (`nice`) is another",
    ]
