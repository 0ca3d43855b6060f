"""Which commands only wait."""

import pytest

from awsbatch.contract.waiting import only_waits
from awsbatch.contract.word import Data, Word


def _words(text: str) -> list[Word]:
    return [(word,) for word in text.split()]


@pytest.mark.parametrize(
    "text",
    [
        "ec2 wait instance-running --instance-ids i-1",
        "--region eu-west-1 ec2 wait instance-running",
        "--debug --profile prod --region=eu-west-1 ec2 wait instance-running",
    ],
)
def test_a_wait_command_only_waits(text: str) -> None:
    assert only_waits(_words(text))


@pytest.mark.parametrize(
    "text",
    [
        "ec2 terminate-instances --instance-ids i-1",
        "ec2 create-key-pair --key-name wait",
        "--profile wait ec2 terminate-instances",
        "--no-paginate --profile wait ec2 terminate-instances",
        "--profile p ec2 terminate-instances wait",
        "wait",
        "s3 rm wait",
    ],
)
def test_the_word_elsewhere_says_nothing(text: str) -> None:
    assert not only_waits(_words(text))


def test_a_value_is_no_operation() -> None:
    assert not only_waits([("ec2",), (Data("wait"),), ("instance-running",)])
