"""Why a command failed, as its outcome says it."""

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
from tests.aws.recorder import Recorded, Recorder


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("logs foo", "argument operation: Invalid choice: 'foo'"),
        ("s3 cp - s3://x/y", "`s3 cp` reads standard input, which is empty here"),
        ("s3api get-object --bucket b", "the following arguments are required: --key, outfile"),
    ],
)
def test_a_usage_error_has_the_sentence_that_is_on_standard_error(
    batch: Batch, words: str, message: str
) -> None:
    with batch.pool.beside():
        ran = batch.run(words)

    assert f"aws: error: {message}\n" in ran.stderr
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


def _refuse(request: Recorded) -> tuple[int, bytes]:
    if request.method == "HEAD":
        return 404, b""
    if request.method == "DELETE":
        return 404, b"<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>"
    return 400, b'{"__type": "AccessDenied", "message": "not you"}'
