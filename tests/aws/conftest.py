"""A recorder that the environment points `aws` at, and a pool to call it from."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.version import home
from tests import conftest
from tests.aws.batch import Batch
from tests.aws.recorder import Recorder, recording

PROFILES = """\
[profile one]
region = eu-west-1
aws_access_key_id = KEYONE
aws_secret_access_key = secret
[profile two]
aws_access_key_id = KEYTWO
aws_secret_access_key = secret
"""


@pytest.fixture(autouse=True)
def _same_home() -> Iterator[None]:
    """Have the modules of the CLI look in the home of the tests again."""
    yield
    home.move_to(str(conftest.HOME))


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Recorder]:
    """Provide a recorder, two profiles, and a default region and key."""
    config = tmp_path / "config"
    config.write_text(PROFILES)
    # What was written this second is compared by content, at a cost that depends on the clock.
    os.utime(config, (0, 0))
    with recording() as recorder:
        for name, value in {
            "AWS_CONFIG_FILE": str(config),
            "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
            "AWS_ACCESS_KEY_ID": "KEYENV",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-west-2",
            "AWS_ENDPOINT_URL": recorder.url,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
        }.items():
            monkeypatch.setenv(name, value)
        yield recorder


@pytest.fixture
def verbatim() -> bool:
    """Have everything done sooner than the CLI does it, unless a module has it both ways."""
    return False


@pytest.fixture
def batch(recorder: Recorder, verbatim: bool) -> Iterator[Batch]:  # noqa: FBT001 (pytest's)
    """Provide a pool in the recorder's environment."""
    del recorder
    with InProcessRunner(verbatim=verbatim) as pool:
        yield Batch(pool)
