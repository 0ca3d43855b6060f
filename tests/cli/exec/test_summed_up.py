"""What a program that is run says on standard error, besides what the program itself writes."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from tests.aws.recorder import Recorded, Recorder, recording
from tests.aws_cli import CLIENT_ERROR, USAGE_ERROR
from tests.cli.exec.execution import environment, execute

CUT = """\
exec 2> err
{}sh -c 'echo $$ > pid; exec aws logs delete-log-group --log-group-name held'
"""
SCRIPT = """\
aws logs create-log-group --log-group-name a
aws logs delete-log-group --log-group-name b 2> /dev/null
aws logs nonsense 2> /dev/null
aws ssm put-parameter --name p --type String --value hush-hush > /dev/null
exit 4
"""


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with recording() as recorder:
        recorder.answer = lambda request: (
            (400, b'{"__type": "ResourceNotFoundException", "message": "no such group"}')
            if request.parameters.get("logGroupName") == "b"
            else (200, b"{}")
        )
        yield recorder


def _said(recorder: Recorder, *options: str, script: str = SCRIPT, status: int = 4) -> list[str]:
    env = environment(AWS_ENDPOINT_URL=recorder.url, AWS_DEFAULT_REGION="us-east-1")
    done = execute(*options, "sh", "-c", script, env=env)
    assert (done.returncode, done.stdout) == (status, "")
    text = re.sub(r"\b\d\d:\d\d:\d\d\b", "NOW", done.stderr)
    return re.sub(r"(in|after) [0-9.]+ s\b", r"\1 TIME", text).splitlines()


def test_a_summary_tells_of_all_calls(recorder: Recorder) -> None:
    counts, kind, message, request_id, nonsense = _said(recorder)

    assert counts == "2 calls succeeded, 2 failed in TIME; 3 requests, 1 connection opened"
    assert kind == (
        "  1 x ResourceNotFoundException: logs delete-log-group"
        f" (--log-group-name b), exit {CLIENT_ERROR}"
    )
    assert message == "    logs delete-log-group: no such group"
    assert request_id.startswith("    request id: ")
    assert nonsense.startswith("  1 x logs nonsense: ")
    assert nonsense.endswith(f", exit {USAGE_ERROR}")


@pytest.mark.races
def test_a_call_that_is_still_under_way_is_counted(recorder: Recorder, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "come")
    come, end = os.open(tmp_path / "come", os.O_RDWR), Event()

    def answer(_: Recorded) -> Any:
        os.write(come, b"\n")
        end.wait()
        return 200, b"{}"

    recorder.answer = answer
    env = environment(AWS_ENDPOINT_URL=recorder.url, AWS_DEFAULT_REGION="us-east-1")
    line = f"aws logs describe-log-groups > /dev/null 2>&1 & read -r _ < {tmp_path}/come; exit 5"
    done = execute("bash", "-c", line, env=env)
    end.set()
    os.close(come)

    assert done.returncode == 5
    assert done.stderr.startswith("0 calls succeeded, 1 still under way in ")


def test_each_call_is_told_when_it_ends_without_its_secrets(recorder: Recorder) -> None:
    which, *lines = _said(recorder, "-qv")

    assert re.search(r"^AWS CLI .*: own \(AWSBATCH_AWS\), Python .*; client .+", which)
    assert [re.sub(r" \(\w+\)|, request id [^:]+", "", line) for line in lines] == [
        "NOW exit 0 in TIME: aws logs create-log-group --log-group-name a",
        f"NOW exit {CLIENT_ERROR} in TIME: aws logs delete-log-group --log-group-name b",
        f"NOW exit {USAGE_ERROR} in TIME: aws logs nonsense",
        "NOW exit 0 in TIME: aws ssm put-parameter --name p --type String --value '***'",
    ]


def test_nothing_is_said_where_nothing_is_wanted(recorder: Recorder) -> None:
    assert _said(recorder, "-q") == []


@pytest.mark.parametrize("start", ["", "TZ=UTC "])
def test_a_call_that_was_ended_in_its_middle_may_have_been_made(
    start: str, recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    is_over = Event()

    def answer(_: Recorded) -> tuple[int, bytes]:
        os.kill(int(Path("pid").read_text()), signal.SIGTERM)
        is_over.wait(60)
        return 200, b"{}"

    recorder.answer = answer
    options = ("-v", "--max-changes", "1") if start else ("-v",)
    _, line, *counts = _said(
        recorder, *options, script=CUT.format(start), status=128 + signal.SIGTERM
    )
    is_over.set()

    # What a process elsewhere makes is known when it has told of it.
    words = "" if start else ": aws logs delete-log-group --log-group-name held"
    assert line == (
        "NOW ended in its middle after TIME, since its client went away; it may have been made"
        + words
    )
    assert counts == [
        "0 calls succeeded, 1 ended in its middle in TIME",
        "  1 may have been made: its client went away",
    ]


def test_a_failure_without_an_error_is_told_by_what_it_said(
    recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("from").mkdir()
    Path("from/dangling").symlink_to("nowhere")

    *_, kind = _said(
        recorder,
        script="aws s3 cp --only-show-errors --recursive from s3://b/ 2> err; exit 2",
        status=2,
    )
    assert Path("err").read_text().startswith("warning: Skipping file ")
    assert kind.startswith("  1 x s3 cp: warning: Skipping file ")
    assert kind.endswith(" (--only-show-errors --recursive from s3://b/), exit 2")
