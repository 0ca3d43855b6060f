"""Calls are made by plans, and come out as the long way's."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch, Ran
from tests.aws.fast_path.plan.planned import check_every, exchanges, trust_of
from tests.aws.recorder import Answer, Recorded, Recorder

pytestmark = pytest.mark.usefixtures("recorder")

DELETE = "logs delete-log-group --log-group-name g%s"
XML = b"<R><Result/></R>"
# One of each protocol, by an answer.
OPERATIONS = {
    DELETE: b"{}",
    # Other parameters would decide on its endpoint.
    "kinesis describe-stream-summary --stream-name s%s": b"{}",
    "kinesis put-record --stream-name s --data aGk= --partition-key p%s": b"{}",
    "dynamodb get-item --table-name table-%s --key {}": b"{}",
    "s3api put-object --bucket bucket-1 --key a/k%s --body BODY": b"",
    "s3api put-object --bucket bucket-1 --key k%s --body BODY --content-type text/plain": b"",
    "s3api put-object --bucket bucket-1 --key k%s --body BODY --checksum-crc32 AAAAAA==": b"",
    "s3api head-object --bucket bucket-1 --key k%s": b"",
    "s3api delete-object --bucket bucket.with.dots --key k%s": b"",
    "s3api get-object-tagging --bucket bucket-1 --key k%s --version-id v": b"<T/>",
    "s3api put-object-tagging --bucket b-1 --key k%s --tagging TagSet=[{Key=a,Value=b}]": b"",
    # Only longer ones are compressed.
    "cloudwatch put-metric-data --namespace n --metric-name m --value %s": b"{}",
    "sns list-topics --next-token t%s": b"<L><ListTopicsResult/></L>",
    "ec2 describe-instances --instance-ids i-%s": XML,
    "lambda get-function --function-name f%s --qualifier q": b"{}",
    "lambda delete-function --function-name f%s": b"{}",
    "route53 get-hosted-zone --id Z%s": XML,
    "cloudfront create-invalidation --distribution-id E --paths /a%s": XML,
    "cognito-identity get-id --identity-pool-id us-east-1:%s": b"{}",
}


@pytest.fixture(autouse=True)
def _body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "BODY").write_bytes(b"forty bytes")
    monkeypatch.chdir(tmp_path)


def run(pool: InProcessRunner, line: str, times: int) -> list[Ran]:
    return [Batch(pool).run(line.replace("%s", str(number))) for number in range(times)]


@pytest.mark.parametrize("line", OPERATIONS)
def test_an_operation_of_every_protocol_has_a_plan(line: str, recorder: Recorder) -> None:
    # What version 1 says in JSON, an old version 2 may say in forms.
    recorder.answer = lambda request: (
        200,
        XML if b"Action=P" in request.body else OPERATIONS[line],
    )
    with InProcessRunner() as pool, exchanges() as planned:
        # The first of an operation may be the only one, and the second is watched.
        ran = [*run(pool, "logs describe-log-groups", 1), *run(pool, line, 5)]
        assert trust_of(pool).rejected == set()
    assert {each.exit_status for each in ran} == {0}
    assert (len(recorder.requests), len(planned)) == (6, 3)


def test_each_planned_request_is_signed_for_itself(recorder: Recorder) -> None:
    with InProcessRunner() as pool:
        run(pool, DELETE, 9)
    signatures = {each.headers["authorization"].rpartition("=")[2] for each in recorder.requests}
    numbers = {each.headers.get("amz-sdk-invocation-id", each.body) for each in recorder.requests}
    assert (len(signatures), len(numbers)) == (9, 9)
    assert [each.parameters for each in recorder.requests] == [
        {"logGroupName": f"g{number}"} for number in range(9)
    ]


ODD: dict[str, Answer] = {
    "an error": lambda _: (400, b'{"__type": "ResourceNotFoundException", "message": "no"}'),
    "an error of the server": lambda _: (500, b"{}"),
    "no JSON": lambda _: (200, b"<html>"),
    "a redirection": lambda _: (301, b"", {"Location": "/elsewhere"}),
    "an error in a success": lambda _: (200, b'{"Error": {"Code": "C", "Message": "m"}}'),
}


def _told(recorder: Recorder, *, verbatim: bool) -> list[object]:
    recorder.requests.clear()
    told: list[object] = []
    with InProcessRunner(verbatim=verbatim) as pool:
        plain, recorder.answer = recorder.answer, lambda _: (200, b"{}")
        run(pool, DELETE, 5)
        recorder.answer = plain
        batch = Batch(pool)
        told += [batch.run(DELETE.replace("%s", "x")), batch.outcome.failure]
        told += [batch.run(f"{DELETE} --debug".replace("%s", "x")).exit_status]
        told += [pool.requests, pool.throttled]
    told += [
        # The clock runs on between.
        (each.parameters, re.sub(r"ttl=\w+", "", each.headers.get("amz-sdk-request", "")))
        for each in recorder.requests
    ]
    return told


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("attempts", ["1", "3"])
def test_what_is_no_plain_success_comes_out_as_verbatim(
    odd: str, attempts: str, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", attempts)
    recorder.answer = ODD[odd]
    assert _told(recorder, verbatim=False) == _told(recorder, verbatim=True)


def _failing_once(answer: tuple[int, bytes]) -> Callable[[Recorded], tuple[int, bytes]]:
    rest = iter([answer])
    return lambda _: next(rest, (200, b"{}"))


@pytest.mark.parametrize("status", [500, 502, 400])
def test_a_second_attempt_is_botocores_and_none_is_sent_twice(
    status: int, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "3")
    body = b'{"__type": "Throttling"}' if status == 400 else b"{}"
    with InProcessRunner() as pool, exchanges() as planned:
        run(pool, DELETE, 4)
        recorder.answer = _failing_once((status, body))
        (ran,) = run(pool, DELETE, 1)
        assert pool.requests == 6
    assert ran == Ran(0, "", "")
    assert len(planned) == 3
    first, second = recorder.requests[-2:]
    number = "amz-sdk-invocation-id"
    assert first.headers.get(number) == second.headers.get(number)
    assert first.headers["authorization"] != ""
    assert second.headers["authorization"] != ""


def test_an_answer_with_a_wrong_checksum_is_asked_for_again(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "3")
    line = "dynamodb get-item --table-name table --key {}"
    with InProcessRunner() as pool, exchanges() as planned:
        run(pool, line, 4)
        rest = iter([(200, b"{}", {"x-amz-crc32": "1"})])
        recorder.answer = lambda _: next(rest, (200, b"{}"))
        assert [each.exit_status for each in run(pool, line, 1)] == [0]
    assert (len(planned), len(recorder.requests)) == (3, 6)


def _spoil(pool: InProcessRunner) -> None:
    """Have the one plan of a runner make requests of another operation."""
    (client,) = pool._generation.get().shared.clients
    (plan,) = vars(client)["_awsbatch_operations"].find("DeleteLogGroup")._plans.values()
    head = plan.template.head.replace("DeleteLogGroup", "CreateLogGroup")
    object.__setattr__(plan, "template", replace(plan.template, head=head))


def test_a_wrong_plan_is_found_told_and_not_used_any_more(recorder: Recorder) -> None:
    with InProcessRunner() as pool, exchanges() as planned:
        run(pool, DELETE, 2)
        check_every(pool, 3)
        _spoil(pool)
        run(pool, DELETE, 6)
        assert trust_of(pool).bug == (
            "the plan of `logs DeleteLogGroup` makes another request than botocore"
        )
    targets = [each.target for each in recorder.requests]
    assert len(planned) == 2
    assert targets[2:4] == ["Logs_20140328.CreateLogGroup"] * 2
    assert {*targets[4:]} == {"Logs_20140328.DeleteLogGroup"}
