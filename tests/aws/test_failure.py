"""Why a command failed, as its outcome says it."""

import re
from pathlib import Path

import pytest

from awsbatch.aws.failure import refused
from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
from tests.aws.recorder import Recorded, Recorder
from tests.aws_cli import only_v1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param("logs foo", "argument operation: Invalid choice: 'foo'", marks=only_v1),
        ("s3 cp - s3://x/y", "`s3 cp` reads standard input, which is empty here"),
        ("s3api get-object --bucket b", "the following arguments are required: --key, outfile"),
    ],
)
def test_a_usage_error_has_the_sentence_that_is_on_standard_error(
    batch: Batch, words: str, message: str
) -> None:
    with batch.pool.beside():
        ran = batch.run(words)

    assert f"{message}\n" in ran.stderr
    assert batch.outcome.failure is not None
    assert (batch.outcome.failure.code, batch.outcome.failure.message) == ("Usage", message)


def test_an_error_with_words_of_its_own_keeps_them(batch: Batch) -> None:
    batch.run("ec2 describe-instances --filters x")

    assert batch.outcome.failure is not None
    assert batch.outcome.failure.code == "ParamError"
    assert batch.outcome.failure.message.startswith("Error parsing parameter '--filters'")


@pytest.mark.parametrize(
    ("words", "code", "names_code"),
    [
        ("logs delete-log-group --log-group-name a", "AccessDenied", True),
        ("s3 rb s3://a", "NoSuchBucket", True),
        ("s3 cp s3://a/b - --quiet", "404", False),
        ("sts get-caller-identity --endpoint-url http://[::1", "ValueError", False),
    ],
)
def test_a_failure_knows_whether_its_code_was_written(
    batch: Batch, recorder: Recorder, words: str, code: str, *, names_code: bool
) -> None:
    recorder.answer = _refuse

    batch.run(words)

    assert batch.outcome.failure is not None
    assert (batch.outcome.failure.code, batch.outcome.failure.names_code) == (code, names_code)


def test_the_id_of_a_request_that_succeeded_is_kept_where_it_is_asked_for(
    batch: Batch, recorder: Recorder
) -> None:
    del recorder
    batch.run("logs describe-log-groups")
    assert batch.outcome.request_id is None
    with InProcessRunner(record_request_ids=True) as pool:
        asking = Batch(pool)
        asking.run("logs describe-log-groups")
        assert asking.outcome.request_id == "request-1"


@pytest.mark.parametrize(
    ("words", "request_id"),
    [("logs delete-log-group --log-group-name a", "request-1"), ("s3 ls s3://a", None)],
)
def test_a_failure_has_the_id_of_its_request_if_the_answer_had_one(
    batch: Batch, recorder: Recorder, words: str, request_id: str | None
) -> None:
    recorder.answer = _refuse

    batch.run(words)

    assert batch.outcome.failure is not None
    assert batch.outcome.failure.request_id == request_id


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        ("s3 rb s3://a", True),
        ("s3 cp s3://a/b - --quiet", True),
        ("ec2 describe-instances --filters file://none.json", True),
        ("ec2 describe-instances --filters file://.", False),
        ("logs delete-log-group --log-group-name a", False),
        ("--profile none logs describe-log-groups", False),
        ("logs foo", False),
    ],
)
def test_a_failure_knows_whether_something_is_not_there(
    batch: Batch, recorder: Recorder, words: str, *, absent: bool
) -> None:
    recorder.answer = _refuse

    batch.run(words)

    assert batch.outcome.failure is not None
    assert batch.outcome.failure.absent == absent


def _refuse(request: Recorded) -> tuple[int, bytes]:
    if request.method == "HEAD":
        return 404, b""
    if request.method == "DELETE":
        return 404, b"<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>"
    return 400, b'{"__type": "AccessDenied", "message": "not you"}'


def test_a_code_from_before_the_model_has_the_name_of_the_model_as_well() -> None:
    error = {
        "Code": "AWS.SimpleQueueService.NonExistentQueue",
        "QueryErrorCode": "QueueDoesNotExist",
    }

    found = refused([{"Error": error}])

    assert found is not None
    assert (found.code, found.listed) == (error["Code"], error["QueryErrorCode"])


def test_a_transfer_that_reached_nobody_says_so(batch: Batch, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("text")

    ran = batch.run(f"s3 cp {file} s3://bucket/key --endpoint-url http://127.0.0.1:1")

    assert ran.exit_status == 1
    assert batch.outcome.failure is not None
    assert batch.outcome.failure.code == "EndpointConnectionError"
    assert batch.outcome.failure.passing
    assert batch.outcome.failure.lasting is not None


def test_a_failure_knows_whether_aws_may_have_got_the_request(
    batch: Batch, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    def hang_up(_: Recorded) -> tuple[int, bytes]:
        raise ConnectionAbortedError

    found = []
    for answer in (hang_up, _refuse):
        recorder.answer = answer
        batch.run("logs delete-log-group --log-group-name a")
        found.append(batch.outcome.failure)
    batch.run("logs delete-log-group --log-group-name a --endpoint-url http://127.0.0.1:1")
    found.append(batch.outcome.failure)

    assert [(each.code, each.unanswered) for each in found if each is not None] == [
        ("ConnectionClosedError", True),
        ("AccessDenied", False),
        ("EndpointConnectionError", False),
    ]


def test_a_transfer_whose_keys_have_expired_says_so(
    batch: Batch, recorder: Recorder, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("text")
    recorder.answer = lambda _: (400, b"<Error><Code>ExpiredToken</Code></Error>")

    batch.run(f"s3 cp {file} s3://bucket/key")

    assert batch.outcome.failure is not None
    assert batch.outcome.failure.code == "ExpiredToken"
    assert {use.endpoint for use in batch.outcome.uses} == {recorder.url}


def test_a_command_that_fails_by_itself_after_an_answer_has_no_failure_of_the_wire(
    batch: Batch, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")

    def hang_up_once(_: Recorded) -> tuple[int, bytes]:
        if len(recorder.requests) == 1:
            raise ConnectionAbortedError
        return 200, b"<ListBucketResult/>"

    recorder.answer = hang_up_once

    ran = batch.run("s3 ls s3://bucket/none")

    assert (ran.exit_status, len(recorder.requests)) == (1, 2)
    assert batch.outcome.failure is None


@only_v1
def test_a_usage_error_that_quotes_a_long_value_loses_the_middle_of_it(batch: Batch) -> None:
    ran = batch.run(f"logs delete-log-group --log-group-name a {'x' * 9000} --all")

    beginning, end = "x" * 250, "x" * 60
    assert re.fullmatch(
        rf"Unknown options: .*{beginning} … \(9024 characters\) … {end}.*\n", ran.stderr
    )


@only_v1
def test_a_usage_error_that_quotes_many_lines_loses_the_middle_of_them(batch: Batch) -> None:
    lines = "\n".join(f"line {number}" for number in range(100))

    ran = batch.run(f"logs tag-log-group --log-group-name a --tags '{{{lines}'")

    assert ran.stderr.startswith("\nError parsing parameter '--tags': Invalid JSON: ")
    assert ran.stderr.endswith("line 6\n… (91 lines) …\nline 98\nline 99\n")


def test_what_a_service_says_is_never_cut(batch: Batch, recorder: Recorder) -> None:
    encoded = "Encoded authorization failure message: " + "x" * 5000
    recorder.answer = lambda _: (
        400,
        f'{{"__type": "AccessDenied", "message": "{encoded}"}}'.encode(),
    )

    assert encoded in batch.run("logs describe-log-groups").stderr
