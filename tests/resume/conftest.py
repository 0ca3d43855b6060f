from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.copied_program import copied_program
from tests.resume.changing_aws import ChangingAws, changing_aws
from tests.resume.trial import Trial


@pytest.fixture(scope="session")
def _program() -> Iterator[Path]:
    with copied_program("awsbatch") as program:
        yield program


@pytest.fixture
def aws() -> Iterator[ChangingAws]:
    """Provide an AWS that remembers what it has changed."""
    with changing_aws() as aws:
        yield aws


@pytest.fixture
def trial(aws: ChangingAws, tmp_path: Path, _program: Path) -> Trial:
    """Provide what runs files against it."""
    return Trial(tmp_path, aws, _program)
