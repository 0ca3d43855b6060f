"""A runner that is entered in one process and used in the children that are forked from it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.aws import forking
from tests.aws.recorder import Recorder


@pytest.mark.parametrize("first", [[], ["first"]], ids=["untouched", "used before"])
def test_children_share_nothing_and_call_as_one_process_does(
    first: list[str], recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_PROFILE", "two")
    recorder.answer = lambda sent: (200, b"" if sent.service == "s3" else b"{}")
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error::DeprecationWarning:__main__",
            "-m",
            forking.__name__,
            *first,
        ],
        cwd=Path(forking.__file__).parents[2],
        capture_output=True,
        check=False,
        env=dict(os.environ),
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    said: list[dict[str, Any]] = json.loads(done.stdout)
    for child in said:
        assert child["failed"] == []
        assert child["generations"] == 2
        assert child["refuses"]
    assert len({child["random"] for child in said}) == forking.CHILDREN
    if sys.platform == "linux":
        assert [child["sockets"] for child in said] == [0] * forking.CHILDREN
    connections: dict[str, set[int]] = {}
    for sent in recorder.requests:
        if sent.service == "logs":
            name, _, profile = str(sent.parameters["logGroupName"]).rpartition("-")
            assert sent.key == f"KEY{profile.upper()}" or name == ""
            connections.setdefault(name, set()).add(sent.connection)
    assert sorted(connections) == [*([""] if first else []), "child-0", "child-1", "child-2"]
    # One a profile; and none that another has.
    assert {len(each) for name, each in connections.items() if name} == {2}
    assert sum(map(len, connections.values())) == len(set().union(*connections.values()))
