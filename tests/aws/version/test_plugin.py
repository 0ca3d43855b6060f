"""Plugins of the user's, in a folder that the configuration names (version 2)."""

import os
import sys
from pathlib import Path

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
from tests.aws.recorder import recording
from tests.aws_cli import only_v2

PLUGIN = """\
def awscli_initialize(cli):
    cli.register("before-send", add)

def add(request, **kwargs):
    request.url += "plugged"
"""


@only_v2
def test_the_folder_of_plugins_is_searched_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "plugged_in.py").write_text(PLUGIN)
    config = f"[plugins]\nplugged = plugged_in\ncli_legacy_plugin_path = {tmp_path}\n"
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(config)
    monkeypatch.setattr(sys, "path", [*sys.path])
    with recording() as recorder, InProcessRunner() as pool:
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        for _ in range(3):
            Batch(pool).run("logs describe-log-groups")
    assert [request.path for request in recorder.requests] == ["/plugged"] * 3
    assert sys.path.count(os.fspath(tmp_path)) == 1
