"""What is told of an `aws` that does not let awsbatch in."""

import sys
from pathlib import Path

import pytest

from tests.door import doorway

OWN = "  `--aws own` takes the AWS CLI that is installed with awsbatch\n"


@pytest.mark.parametrize("option", ["-E", "-I"])
def test_a_first_line_that_lets_no_plugin_in(option: str, tmp_path: Path) -> None:
    aws = doorway.aws(tmp_path / "aws", f"{sys.executable} {option}")

    done = doorway.enter(aws, "run", "a.aws")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: `{aws}` lets no plugin in, by its first line `#!{sys.executable} {option}`:"
        f" nothing was run\n{OWN}"
    )
