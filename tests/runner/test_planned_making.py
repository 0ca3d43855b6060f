"""What a read may find once planned commands have run."""

import pytest

from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.word import Word
from awsbatch.runner.planned_making import Makings

HERE = Target("1", "us-east-1")


def _words(line: str) -> list[Word]:
    return [(word,) for word in line.split()]


def _may_be_missed(
    planned: str,
    read: str,
    value: object,
    *,
    seen: Target = HERE,
) -> bool:
    makings = Makings()
    makings.add(PlannedStep(tuple(_words(planned)), Effect.CHANGES, HERE))
    return makings.may_be_missed(_words(read), value, lambda: seen)


@pytest.mark.parametrize(
    ("planned", "read"),
    [
        ("logs create-log-group --log-group-name a", "logs describe-log-groups"),
        ("--region eu-west-1 sqs create-queue --queue-name a", "sqs list-queues"),
        ("ec2 run-instances --image-id a", "ec2 describe-instances"),
        ("iam create-policy --policy-name a", "iam list-policies"),
        ("s3api put-object --bucket a --key b", "s3api list-object-versions --bucket a"),
        ("s3 mb s3://a", "s3api list-buckets"),
        ("s3 sync . s3://a", "s3 ls s3://a"),
        ("ssm put-parameter --name a", "ssm get-parameters-by-path --path /"),
    ],
)
def test_what_would_be_made_may_be_found(planned: str, read: str) -> None:
    assert _may_be_missed(planned, read, [])


@pytest.mark.parametrize(
    ("planned", "read"),
    [
        ("logs delete-log-group --log-group-name a", "logs describe-log-groups"),
        ("logs put-retention-policy --log-group-name a", "logs describe-log-groups"),
        ("ec2 create-snapshot --volume-id a", "ec2 describe-volumes"),
        ("ec2 start-instances --instance-ids a", "ec2 describe-instances"),
        ("sqs create-queue --queue-name a", "sns list-topics"),
    ],
)
def test_nothing_else_may(planned: str, read: str) -> None:
    assert not _may_be_missed(planned, read, [])


@pytest.mark.parametrize("value", [None, [], "", 0, {}, {"logGroups": []}])
def test_no_answer_is_nothing(value: object) -> None:
    assert _may_be_missed("logs create-log-group", "logs describe-log-groups", value)


@pytest.mark.parametrize("value", [["a"], "a", 2, {"logGroups": ["a"], "more": []}])
def test_an_answer_is_what_it_is(value: object) -> None:
    assert not _may_be_missed("logs create-log-group", "logs describe-log-groups", value)


@pytest.mark.parametrize(
    ("seen", "logs", "buckets"),
    [
        (Target("1", "us-east-1", profile="other"), True, True),
        (Target(None, "us-east-1"), True, True),
        (Target("1", "eu-west-1"), False, True),
        (Target("2", "us-east-1"), False, False),
    ],
)
def test_it_is_found_where_it_would_be_made(seen: Target, *, logs: bool, buckets: bool) -> None:
    group = _may_be_missed("logs create-log-group", "logs describe-log-groups", [], seen=seen)
    bucket = _may_be_missed("s3 mb s3://a", "s3api list-buckets", [], seen=seen)
    assert (group, bucket) == (logs, buckets)
