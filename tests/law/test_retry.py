"""What a command that may be tried again gives and takes."""

import socket
from pathlib import Path

import pytest

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.idempotency_token import IdempotencyTokens
from tests.aws.batch import Batch, Spool
from tests.aws.recorder import Recorded, Recorder

RUN = "athena start-query-execution --query-string x"


@pytest.mark.parametrize(
    ("status", "code", "passing"),
    [
        (400, "Throttling", True),
        (400, "ThrottlingException", True),
        (400, "TooManyRequestsException", True),
        (400, "RequestTimeout", True),
        (429, "Whatever", True),
        (500, "InternalFailure", True),
        (503, "ServiceUnavailable", True),
        (400, "ValidationException", False),
        (403, "AccessDeniedException", False),
        (404, "ResourceNotFoundException", False),
    ],
)
def test_a_failure_tells_whether_it_may_pass(
    recorder: Recorder, batch: Batch, status: int, code: str, *, passing: bool
) -> None:
    recorder.answer = lambda _: (status, f'{{"__type": "{code}", "message": "no"}}'.encode())
    ran = batch.run("logs describe-log-groups")
    assert ran.exit_status != 0
    assert batch.outcome.failure is not None
    assert (batch.outcome.failure.code, batch.outcome.failure.passing) == (code, passing)


def test_a_connection_that_cannot_be_made_may_pass(batch: Batch) -> None:
    # Bound, so that nobody else takes the port, and deaf.
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
        batch.run(f"logs describe-log-groups --endpoint-url http://127.0.0.1:{port}")
    assert batch.outcome.failure is not None
    assert batch.outcome.failure.code == "EndpointConnectionError"
    assert batch.outcome.failure.passing


def test_a_hand_written_command_that_raises_nothing_tells_its_code_as_well(
    recorder: Recorder, batch: Batch
) -> None:
    recorder.answer = lambda _: (404, b"<Error><Code>NoSuchBucket</Code></Error>")
    assert batch.run("s3 rb s3://gone").exit_status == 1
    assert batch.outcome.failure is not None
    assert (batch.outcome.failure.code, batch.outcome.failure.passing) == ("NoSuchBucket", False)
    recorder.answer = lambda _: (503, b"<Error><Code>SlowDown</Code></Error>")
    batch.run("s3 mb s3://made")
    assert batch.outcome.failure is not None
    assert (batch.outcome.failure.code, batch.outcome.failure.passing) == ("SlowDown", True)


def test_a_command_that_was_refused_for_several_reasons_has_no_code(
    recorder: Recorder, batch: Batch, tmp_path: Path
) -> None:
    folder = tmp_path / "upload"
    folder.mkdir()
    for name in "ab":
        (folder / name).write_text(name)
    codes = {"/b/a": b"AccessDenied", "/b/b": b"NoSuchBucket"}
    recorder.answer = lambda request: (
        403,
        b"<Error><Code>%s</Code></Error>" % codes[request.path],
    )
    assert batch.run(f"s3 cp {folder} s3://b/ --recursive").exit_status == 1
    assert {request.path for request in recorder.requests} == {*codes}
    assert batch.outcome.failure is None


@pytest.mark.parametrize("line", ["logs no-such-operation", "logs delete-log-group"])
def test_a_usage_error_does_not_pass(batch: Batch, line: str) -> None:
    batch.run(line)
    assert batch.outcome.failure is not None
    assert not batch.outcome.failure.passing


def test_attempts_with_the_same_tokens_are_the_same_request(
    recorder: Recorder, batch: Batch
) -> None:
    tokens = IdempotencyTokens()
    words = [(word,) for word in RUN.split()]
    for given in (tokens, tokens, IdempotencyTokens(), None):
        batch.pool.run(
            words, stdout=Spool(), stderr=Spool(), cancellation=Cancellation(), tokens=given
        )
    first, second, third, fourth = (_token(request) for request in recorder.requests)
    assert first == second
    assert len({first, third, fourth}) == 3


def test_a_token_of_the_author_is_left_alone(recorder: Recorder, batch: Batch) -> None:
    own = "0123456789abcdef0123456789abcdef"
    words = [(word,) for word in f"{RUN} --client-request-token {own}".split()]
    batch.pool.run(
        words,
        stdout=Spool(),
        stderr=Spool(),
        cancellation=Cancellation(),
        tokens=IdempotencyTokens(),
    )
    (request,) = recorder.requests
    assert _token(request) == own


def test_the_calls_of_one_attempt_have_tokens_of_their_own() -> None:
    tokens = IdempotencyTokens()
    first = [tokens.take(), tokens.take()]
    tokens.begin_attempt()
    assert [tokens.take(), tokens.take()] == first
    assert len({*first, tokens.take()}) == 3


def _token(request: Recorded) -> object:
    return request.parameters["ClientRequestToken"]
