"""awsbatch inside the version 2 that a distribution has for its own Python."""

import json
import os
import shlex
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from awsbatch.cli.which_aws.executable import Executable
from tests.aws.recorder import Recorded, Recorder
from tests.cli.program import Program
from tests.door import doorway
from tests.table import table

AWS = Path("/usr/bin/aws")
LINES = table("door/lines")
ARGV = [shlex.split(line) for line, _, _ in LINES]


def _major() -> int | None:
    package = Executable(AWS, os.defpath).package if AWS.exists() else None
    return None if package is None else package.major


pytestmark = [
    pytest.mark.law,
    pytest.mark.skipif(_major() != 2, reason="/usr/bin/aws is no version 2"),
]


@pytest.fixture(scope="module")
def ended() -> Sequence[Any]:
    """Provide what came of each line, of one run in a sandbox."""
    done = subprocess.run(
        doorway.command(AWS, "run", "--sandbox", "--json", "-"),
        input="".join(f"{line}\n" for line, _, _ in LINES),
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )

    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event["line"] for event in events[:-1]] == [*range(1, len(LINES) + 1)], done.stderr
    assert done.returncode == 1
    return events


@pytest.mark.parametrize("number", range(len(LINES)), ids=[line for line, _, _ in LINES])
def test_a_line_does_there_what_that_version_does(number: int, ended: Sequence[Any]) -> None:
    _, status, text = LINES[number]
    event = ended[number]

    assert event["exit_status"] == status, event["stderr"]
    if status == 0 and text.endswith("\n"):
        assert event["stdout"].endswith(text)
        assert event["stderr"] == ""
    assert text in event["stdout"] + event["stderr"]


def test_it_says_where_it_is() -> None:
    done = doorway.enter(AWS, "--version")

    assert done.returncode == 0
    assert "\nAWS CLI 2." in done.stdout
    assert done.stderr == ""


def test_a_check_knows_that_version(tmp_path: Path) -> None:
    file = tmp_path / "ü.aws"
    file.write_text("aws logs tail g\naws sts get-caller-identity --output yaml\n")
    assert (doorway.enter(AWS, "check", str(file)).stderr) == "no faults\n"

    file.write_text("aws sts get-caller-identity --no-such-option\n")
    done = doorway.enter(AWS, "check", str(file))

    assert done.returncode == 2
    assert "ü.aws:1:29" in done.stderr


def test_lines_side_by_side(recorder: Recorder, tmp_path: Path) -> None:
    file = tmp_path / "a.aws"
    file.write_text(
        "parallel for n in <<range(0, 96)>>\n  aws logs delete-log-group --log-group-name g<<n>>"
        f" --endpoint-url {recorder.url} --region <<n > `47` && 'eu-west-1' || 'us-east-1'>>\nend\n"
    )

    done = doorway.enter(AWS, "run", "-P", "32", str(file))

    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("96 succeeded in ")
    asked = {(each.region, each.parameters["logGroupName"]) for each in recorder.requests}
    regions = ["us-east-1"] * 48 + ["eu-west-1"] * 48
    assert asked == {(region, f"g{number}") for number, region in enumerate(regions)}


def test_a_wrappers_words_are_told_and_its_variables_kept(
    tmp_path: Path, recorder: Recorder
) -> None:
    line = f"aws logs delete-log-group --log-group-name g --endpoint-url {recorder.url}\n"
    adds = doorway.script(tmp_path / "adds", f'#!/bin/sh\nexec {AWS} --profile p "$@"\n')
    sets = doorway.script(
        tmp_path / "sets", f'#!/bin/sh\ncd /\nAWS_DEFAULT_REGION=eu-west-1 {AWS} "$@"\n'
    )

    refused = doorway.enter(adds, "run", "-", text=line)
    done = doorway.enter(sets, "run", "-", text=line)

    assert refused.returncode == 2
    assert f"error: `{adds}` adds `--profile p`" in refused.stderr
    assert done.returncode == 0
    assert [each.region for each in recorder.requests] == ["eu-west-1"]


def test_a_shut_door_ends_as_an_unknown_command_does(tmp_path: Path) -> None:
    program = doorway.script(tmp_path / "aws", f'#!/bin/sh\nAWS_CONFIG_FILE=/c exec {AWS} "$@"\n')

    done = doorway.enter(program, "run", "-", text="print a\n")

    assert (done.returncode, done.stdout) == (252, "")
    assert done.stderr.endswith(
        f"error: `{program}` sets AWS_CONFIG_FILE, by which awsbatch would come in: nothing was"
        " run\n  `--aws own` runs awsbatch's own AWS CLI\n"
    )


@pytest.mark.races
def test_ctrl_c_ends_it_there_as_anywhere(recorder: Recorder, tmp_path: Path) -> None:
    line = f"aws logs delete-log-group --log-group-name g --endpoint-url {recorder.url}\n"
    file = tmp_path / "a.aws"
    file.write_text(line * 2)

    with Program(*doorway.command(AWS, "run", str(file))) as run:

        def interrupted(_: Recorded) -> tuple[int, bytes]:
            run.send_signal(signal.SIGINT)
            return 200, b"{}"

        recorder.answer = interrupted
        _, told = run.communicate()

    assert run.returncode == 130
    assert told.startswith("stopping after the command under way; again to stop now\n1 succeeded")
    assert len(recorder.requests) == 1


def test_words_are_not_read_as_options_of_that_aws(tmp_path: Path) -> None:
    file = tmp_path / "a.aws"
    file.write_text("print <<args>>\n")

    done = doorway.enter(AWS, "run", str(file), "--", "--debug=x", "--profile")

    assert (done.returncode, done.stdout) == (0, "--debug=x --profile\n")


def test_a_reader_that_leaves_ends_it() -> None:
    assert doorway.without_reader(AWS, "print a\nprint b\n") == (141, "")
