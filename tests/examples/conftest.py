"""Accounts behind a recorder that the environment points `aws` at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aws.recorder import Recorder, recording
from tests.examples.account import Accounts
from tests.examples.process import Runs

PROFILES = "".join(
    f"[profile {name}]\naws_access_key_id = KEY{name.upper()}\naws_secret_access_key = secret\n"
    for name in ("ara", "me", "podi")
)


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Recorder]:
    """Provide a recorder, with three profiles."""
    config = tmp_path / "config"
    config.write_text(PROFILES)
    with recording() as recorder:
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        yield recorder


@pytest.fixture
def accounts(recorder: Recorder) -> Accounts:
    """Provide accounts that hold nothing yet."""
    return Accounts(recorder)


@pytest.fixture
def run(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, moto_server: str
) -> Runs:
    """Provide what runs files."""
    return Runs(capfd, monkeypatch, moto_server)
