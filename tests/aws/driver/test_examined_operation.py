"""Answers in which operations tell what they could not do, as commands get them."""

import json
from collections.abc import Callable

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.contract.outcome import Partial
from tests.aws.batch import Batch
from tests.aws.recorder import Recorded, Recorder
from tests.law.fresh_process import fresh_copy

DELETE = "ssm delete-parameters --names a b"
ANSWER = {"DeletedParameters": ["a"], "InvalidParameters": ["b"]}
FOUND = Partial("InvalidParameters", 1, ("b",))


def answering(*answers: object) -> Callable[[Recorded], tuple[int, bytes]]:
    left = [*answers]
    return lambda _: (200, json.dumps(left.pop(0) if len(left) > 1 else left[0]).encode())


@pytest.mark.parametrize(
    "options",
    ["", " --output text", " --output table", " --query DeletedParameters", " --query a.b"],
)
def test_it_is_found_however_the_answer_is_printed(
    batch: Batch, recorder: Recorder, options: str
) -> None:
    recorder.answer = answering(ANSWER)
    ran = batch.run(DELETE + options)

    assert batch.outcome.partial == FOUND
    assert ran == fresh_copy(DELETE + options)
    assert ran.exit_status == 0


def test_it_is_found_in_what_is_captured(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = answering(ANSWER)

    assert batch.capture(f"{DELETE} --query DeletedParameters") == ["a"]
    assert batch.outcome.partial == FOUND


def test_it_is_found_without_shortcuts(recorder: Recorder) -> None:
    recorder.answer = answering(ANSWER)
    with InProcessRunner(verbatim=True) as pool:
        batch = Batch(pool)
        batch.run(DELETE)

    assert batch.outcome.partial == FOUND


def test_what_was_done_whole_is_not_partial(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = answering(ANSWER, {"DeletedParameters": ["a", "b"]})

    batch.run(DELETE)
    assert batch.outcome.partial == FOUND
    batch.run(DELETE)
    assert batch.outcome.partial is None


@pytest.mark.parametrize(
    ("options", "count"), [("", 2), (" --output text", 2), (" --no-paginate", 1)]
)
def test_all_pages_are_looked_at(
    batch: Batch, recorder: Recorder, options: str, count: int
) -> None:
    pages = [
        {"events": [], "failedSet": [{"eventArn": f"arn:{n}", "errorName": "Gone"}], "nextToken": n}
        for n in ("next", None)
    ]
    recorder.answer = answering(*pages)
    line = (
        "health describe-affected-entities-for-organization --region us-west-2"
        f" --organization-entity-filters eventArn=arn:aws:health:x{options}"
    )
    batch.run(f"{line} --endpoint-url {recorder.url}")

    found = batch.outcome.partial
    assert found is not None
    assert (found.count, found.is_failure) == (count, False)
    assert found.examples == ("Gone (arn:next)", "Gone (arn:None)")[:count]


def test_a_renamed_service_is_looked_at_by_its_own_name(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = answering({"hooksNotCleanedUp": [{"name": "asg", "hook": "h"}]})
    batch.run("deploy delete-deployment-group --application-name a --deployment-group-name g")

    assert batch.outcome.partial == Partial("hooksNotCleanedUp", 1, ("asg",))


def test_a_hand_written_command_has_an_end_of_its_own(batch: Batch, recorder: Recorder) -> None:
    error = b"<DeleteResult><Error><Key>k</Key><Code>AccessDenied</Code></Error></DeleteResult>"
    recorder.answer = lambda _: (200, error)
    batch.run("s3 rm s3://bucket/key")
    assert batch.outcome.partial is None

    batch.run("s3api delete-objects --bucket bucket --delete Objects=[{Key=k}]")
    assert batch.outcome.partial == Partial("Errors", 1, ("AccessDenied (k)",))


def test_a_failure_is_no_partial_success(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = lambda _: (400, json.dumps({"__type": "X", **ANSWER}).encode())
    batch.run(DELETE)

    assert batch.outcome.exit_status
    assert batch.outcome.partial is None
