"""Both clients, which behave the same, and a folder in which they find a parent."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.exec.client_source import Alone, compiled, interpreted
from awsbatch.exec.run_folder import RunFolder, run_folder


@pytest.fixture(scope="package", params=["compiled", "interpreted"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    kinds = (
        compiled(os.environ, Alone())
        if request.param == "compiled"
        else [interpreted(_PYTHON, Alone())]
    )
    kind = next(iter(kinds), None)
    if kind is None:
        pytest.skip("there is no C compiler")
    folder = tmp_path_factory.mktemp(request.param) / "awsbatch" / "exec" / kind.hash
    folder.mkdir(parents=True)
    program = folder / "aws"
    kind.make(program)
    program.chmod(0o755)
    return program


_PYTHON = Path(sys.executable)


@pytest.fixture
def folder() -> Iterator[RunFolder]:
    with run_folder(major=1, is_guarded=False) as made:
        yield made
