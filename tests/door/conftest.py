"""What most ways through the door need."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aws.recorder import Recorder, recording
from tests.door import doorway


@pytest.fixture(autouse=True, scope="module")
def _no_data_path() -> Iterator[None]:
    """Hide where the tests' own AWS CLI has its data, which `import awscli` has set."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("AWS_DATA_PATH", raising=False)
        yield


@pytest.fixture
def aws(tmp_path: Path) -> Path:
    """Provide an `aws` of the tests' own Python."""
    return doorway.aws(tmp_path / "bin" / "aws")


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """Provide a server that answers all that asks it."""
    with recording() as recorder:
        yield recorder


@pytest.fixture
def line(recorder: Recorder) -> str:
    """Provide a line that asks the server something."""
    return f"aws --endpoint-url {recorder.url} logs delete-log-group --log-group-name g\n"
