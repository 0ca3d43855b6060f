"""An `aws` that begins sooner than the plain one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.copied_program import copied_program


@pytest.fixture(scope="session")
def copying() -> Iterator[Path]:
    """Provide the folder of an `aws` that is a copy of one process for each call."""
    with copied_program("aws") as program:
        yield program.parent
