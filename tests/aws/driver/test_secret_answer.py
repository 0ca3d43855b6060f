"""Answers that hold secrets, as commands get them."""

import json

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
from tests.aws.driver.test_examined_operation import answering
from tests.aws.recorder import Recorder
from tests.law.fresh_process import fresh_copy

GET = "secretsmanager get-secret-value --secret-id a"
ANSWER = {"Name": "a", "SecretString": "hunter2-hunter2"}
SECRETS = ("hunter2-hunter2",)
PAGES = "ssm get-parameters-by-path --path /"


@pytest.mark.parametrize("options", ["", " --output text", " --query Name", " --query a.b"])
def test_they_are_found_however_the_answer_is_printed(
    batch: Batch, recorder: Recorder, options: str
) -> None:
    recorder.answer = answering(ANSWER)
    # The second and the third may be run the short way.
    ran = [batch.run(GET + options), batch.run(GET + options), batch.run(GET + options)]

    assert batch.outcome.secrets == SECRETS
    assert ran == [fresh_copy(GET + options)] * 3


@pytest.mark.parametrize("verbatim", [False, True])
def test_they_are_found_in_what_is_captured(recorder: Recorder, *, verbatim: bool) -> None:
    recorder.answer = answering(ANSWER)
    with InProcessRunner(verbatim=verbatim) as pool:
        batch = Batch(pool)
        for _ in range(3):
            assert batch.capture(f"{GET} --query Name") == "a"
            assert batch.outcome.secrets == SECRETS


def test_other_commands_have_none(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = answering(ANSWER)
    batch.run("secretsmanager describe-secret --secret-id a")

    assert batch.outcome.secrets == ()


def _page(value: str, token: str | None) -> object:
    return {"Parameters": [{"Type": "SecureString", "Value": value}], "NextToken": token}


def test_they_are_found_on_all_pages(batch: Batch, recorder: Recorder) -> None:
    for _ in range(3):
        recorder.answer = answering(_page("value-1", "next"), _page("value-2", None))
        batch.run(PAGES)
        assert batch.outcome.secrets == ("value-1", "value-2")


def test_they_are_found_in_what_came_before_a_failure(batch: Batch, recorder: Recorder) -> None:
    first = json.dumps(_page("value-1", "next")).encode()
    answers = [(200, first), (400, b'{"__type": "X"}')]
    recorder.answer = lambda _: answers.pop(0)
    batch.run(PAGES)

    assert batch.outcome.exit_status
    assert batch.outcome.secrets == ("value-1",)


def test_a_hand_written_command_is_looked_at_as_well(batch: Batch, recorder: Recorder) -> None:
    # `AWS:pass-word` in base64.
    token = "QVdTOnBhc3Mtd29yZA=="
    answer = {
        "authorizationData": [
            {"authorizationToken": token, "proxyEndpoint": "https://x", "expiresAt": 1}
        ]
    }
    recorder.answer = answering(answer)

    assert batch.run("ecr get-login-password").stdout.strip() == "pass-word"
    assert {*batch.outcome.secrets} == {token, "pass-word"}
    assert batch.capture("ecr get-login-password") == "pass-word"
    assert {*batch.outcome.secrets} == {token, "pass-word"}


def test_what_only_a_result_has_is_found_where_it_is_captured(batch: Batch) -> None:
    url = batch.capture("s3 presign s3://a/b")

    assert batch.outcome.secrets == (url,)
