import importlib.metadata
import platform
import sys
from pathlib import Path

import awscli
import pytest

from awsbatch.cli.main import main


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_says_what_is_installed_and_where(
    option: str, capfd: pytest.CaptureFixture[str]
) -> None:
    version = importlib.metadata.version

    assert main([option]) == 0
    assert capfd.readouterr().out.splitlines()[:4] == [
        f"awsbatch {version('awsbatch')}",
        f"AWS CLI {version('awscli')} ({Path(awscli.__file__).parent})",
        f"botocore {version('botocore')}",
        f"Python {platform.python_version()} ({sys.executable})",
    ]
