import platform
import sys
from importlib.metadata import DistributionFinder, MetadataPathFinder
from pathlib import Path

import awscli
import botocore
import pytest

from awsbatch.cli.main import main

_FOUND = MetadataPathFinder.find_distributions(DistributionFinder.Context(name="awsbatch"))
AWSBATCH = f"awsbatch {next(iter(_FOUND)).version}"


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_says_what_is_installed_and_where_and_what_runs_and_why(
    option: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([option]) == 0
    assert capfd.readouterr().out.splitlines()[:5] == [
        AWSBATCH,
        "aws: own (AWSBATCH_AWS)",
        f"Python {platform.python_version()} ({sys.executable})",
        f"AWS CLI {awscli.__version__} ({Path(awscli.__file__).parent})",
        f"botocore {botocore.__version__}",
    ]


def test_the_version_says_what_is_known_where_the_aws_cannot_run(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert main(["--version", "--aws", "./gone"]) == 2

    stdout, stderr = capfd.readouterr()
    assert stdout == f"{AWSBATCH}\n"
    assert stderr == (
        "error: `--aws ./gone` is not there\n"
        f"  `--aws own` runs awsbatch's own AWS CLI, version {awscli.__version__}\n"
    )


def test_a_verbose_run_says_what_runs_and_why(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.aws"
    file.write_text("print hello\n")

    assert main(["-q", "-v", "--aws", "own", str(file)]) == 0

    stdout, stderr = capfd.readouterr()
    # What follows are notes of shortcuts that are off, if any are.
    assert (stdout, stderr.splitlines()[0]) == (
        "hello\n",
        f"AWS CLI {awscli.__version__}: own (--aws), Python {platform.python_version()}",
    )
