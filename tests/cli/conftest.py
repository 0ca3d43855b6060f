"""An `awsbatch` that begins sooner."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.copied_program import copied_program


@pytest.fixture(scope="session")
def _copying() -> Iterator[Path]:
    with copied_program("awsbatch") as program:
        yield program.parent


@pytest.fixture
def copied(_copying: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an `awsbatch` on PATH that is a copy of one process for each run."""
    monkeypatch.setenv("PATH", f"{_copying}:{os.environ['PATH']}")
