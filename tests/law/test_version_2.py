"""What version 2 of the AWS CLI does that version 1 does not."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.aws.batch import Batch, fresh
from tests.aws.recorder import Recorder
from tests.aws_cli import only_v2
from tests.law.fresh_process import fresh_copy

pytestmark = only_v2

LINE = "logs describe-log-groups"
REFUSED = (400, b'{"__type": "ResourceNotFoundException", "message": "no such group"}')
ALIASES = """\
[command logs]
groups = describe-log-groups --limit 3
say = !f() { echo "said $1"; echo "$2" >&2; }; f
[command s3]
all = ls
"""


# The AWS CLI finds the alias file when it is imported, so this is for a process of its own.
PROGRAM = """\
import sys
from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
with InProcessRunner() as pool:
    batch = Batch(pool)
    for line in sys.argv[1:]:
        print([batch.run(line), batch.capture(line)])
"""


def test_an_alias_of_a_subcommand_stands_for_another(recorder: Recorder) -> None:
    file = Path("~/.aws/cli/alias").expanduser()
    file.parent.mkdir(parents=True)
    file.write_text(ALIASES)
    lines = ["logs say one two", "logs groups", "s3 all"]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *lines], capture_output=True, text=True, check=True
    )
    requests = len(recorder.requests)
    captured = ["said one", None, None]
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        str([fresh(line), value]) for line, value in zip(lines, captured, strict=True)
    ]
    assert requests == 2 * (len(recorder.requests) - requests)


def test_credentials_are_exported_as_often_as_asked(batch: Batch) -> None:
    line = "configure export-credentials"
    before = dict(os.environ)
    assert [batch.run(line) for _ in range(2)] == [fresh_copy(line)] * 2
    assert dict(os.environ) == before


@pytest.mark.parametrize(
    "line",
    [
        f"{LINE} --cli-auto-prompt --no-cli-auto-prompt",
        f"{LINE} --nope",
        f"{LINE} --query [",
        f"{LINE} --limit many",
        f"{LINE} --region no_such_region",
        f"{LINE} --profile nobody",
        "logs describe-log-groupz",
        "logs delete-log-group",
    ],
)
def test_an_error_is_told_of_as_by_a_fresh_aws(batch: Batch, line: str) -> None:
    batch.run(LINE)
    assert batch.run(line) == fresh_copy(line)


def test_an_answer_that_is_an_error_ends_a_command_with_254(
    batch: Batch, recorder: Recorder
) -> None:
    recorder.answer = lambda _: REFUSED
    line = "logs delete-log-group --log-group-name g"
    ran = batch.run(line)
    assert (ran, ran.exit_status) == (fresh_copy(line), 254)
    assert batch.outcome.failure is not None
    assert batch.outcome.failure.code == "ResourceNotFoundException"


def test_nobody_is_prompted(
    batch: Batch, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CLI_AUTO_PROMPT", "on")
    assert batch.run(LINE).exit_status == 0
    assert len(recorder.requests) == 1


@pytest.mark.parametrize("blob", ["aGk=", "hi!"])
def test_a_blob_is_taken_as_its_own_line_says(batch: Batch, blob: str) -> None:
    line = f"kms encrypt --key-id k --plaintext {blob}"
    raw = f"{line} --cli-binary-format raw-in-base64-out"
    for each in (line, raw, line):
        assert batch.run(each) == fresh_copy(each)


def test_an_error_in_json_is_no_result(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = lambda _: REFUSED
    value = batch.capture("logs delete-log-group --log-group-name g --output json")
    assert not value
    assert batch.outcome.failure is not None


@pytest.mark.parametrize("line", ["sso login", "configure sso", "configure --profile one"])
def test_who_asks_a_person_needs_the_terminal(batch: Batch, line: str) -> None:
    batch.capture(line)
    assert batch.outcome.exit_status == 252
    assert batch.outcome.failure is not None
    assert batch.outcome.failure.message == (
        f"`{line.partition(' --')[0]}` needs the terminal to itself, and its output cannot be taken"
    )


def test_the_sentence_of_a_usage_error_is_its_message(batch: Batch) -> None:
    batch.run("logs delete-log-group")
    failure = batch.outcome.failure
    assert failure is not None
    assert (failure.code, failure.local) == ("Usage", True)
    assert failure.message == "the following arguments are required: --log-group-name"


def test_the_id_of_a_session_is_in_the_home_of_the_moment(batch: Batch) -> None:
    pytest.importorskip("awscli.telemetry")
    batch.run(LINE)
    database = Path("~/.aws/cli/cache/session.db").expanduser()
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT COUNT(*) FROM session").fetchone()
    connection.close()
    assert found == (1,)
