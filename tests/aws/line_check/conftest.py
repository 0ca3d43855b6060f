"""What tests of lines held against the AWS CLI begin with."""

from collections.abc import Iterator

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner


@pytest.fixture(scope="module")
def runner() -> Iterator[InProcessRunner]:
    """Provide a runner to all tests of a module."""
    with InProcessRunner() as pool:
        yield pool
