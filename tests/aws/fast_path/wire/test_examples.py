"""The AWS CLI's own examples send the same bytes with shortcuts as verbatim.

A few of them: `make sample` runs one of twelve, and `make law` all.
"""

import pytest

from tests.aws.fast_path.wire.example import examples
from tests.aws.fast_path.wire.examples import found, selected
from tests.aws_cli import by_version

PARTS = 6


@pytest.mark.parametrize("part", range(PARTS))
def test_examples_are_the_same(part: int) -> None:
    lines = selected(["--every=250"])[part::PARTS]
    assert len(lines) > 1
    assert "\n\n".join(found(lines)) == ""


def test_thousands_of_lines_are_read_out_of_the_documentation() -> None:
    lines = [*examples()]
    assert len(lines) > by_version(6_500, 4_000)
    assert (
        *("ec2", "run-instances", "--image-id", "ami-0abcdef1234567890"),
        *("--instance-type", "t2.micro", "--key-name", "MyKeyPair"),
    ) in lines
