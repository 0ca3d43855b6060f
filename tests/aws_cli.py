"""The AWS CLI that the tests run on: the one that their Python imports, and no other.

`AWSBATCH_AWS=own` says so to every awsbatch that a test starts. `aws` on `PATH`
is that AWS CLI too, whatever else the machine has. What is expected of one
version only is said here: `only_v1`, `only_v2`, `by_version`.
"""

import os
import re
import sys
from collections.abc import Mapping
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TypeVar

import awscli
import pytest

from tests import endpoint_variable

_T = TypeVar("_T")

# awscli before 2.27.56: in the place of Python's is a finder that finds no distributions.
for _finder in sys.meta_path:
    if type(_finder).__module__ == "awscli" and not hasattr(_finder, "find_distributions"):
        _finder.find_distributions = PathFinder.find_distributions  # type: ignore[attr-defined]

AWS = (
    sys.executable,
    "-c",
    "import sys; sys.argv[0] = 'aws'; from awscli.clidriver import main; sys.exit(main())",
)
"""The words that start a fresh `aws`, as the script of that name does."""

VERSION = int(awscli.__version__.partition(".")[0])
"""The major version."""

only_v1 = pytest.mark.skipif(VERSION != 1, reason="only version 1 has this")
only_v2 = pytest.mark.skipif(VERSION != 2, reason="only version 2 has this")


def by_version(first: _T, second: _T) -> _T:
    """Return what is expected of this version, of what differs between 1 and 2."""
    return first if VERSION == 1 else second


def of_version(case: Mapping[str, _T], otherwise: _T) -> _T:
    """Return what a case of a table has for this version, or else what it has for all others.

    It stands under the beginning of the version's number, such as `2` or `2.9`; the longest counts.
    """
    keys = [key for key in case if f"{awscli.__version__}.".startswith(f"{key}.")]
    return case[max(keys, key=len)] if keys else otherwise


CLIENT_ERROR = by_version(255, 254)
"""What `aws` ends with where the service answered with an error."""
USAGE_ERROR = by_version(2, 252)
"""What it ends with where the words are wrong."""

_BEFORE_A_SENTENCE = re.compile(
    r"\A\n(?:aws: (?:error|\[ERROR\]): (?:An error occurred \(ParamValidation\): )?)?"
)


def sentence(stderr: str) -> str:
    """Return what an error says, without what each version puts before it."""
    return _BEFORE_A_SENTENCE.sub("", stderr)


def environment(folder: Path) -> dict[str, str]:
    """Return the variables that choose this AWS CLI, with its `aws` in a new folder."""
    if not endpoint_variable.is_known():
        pytest.exit(
            "expected an AWS CLI that knows AWS_ENDPOINT_URL: "
            f"`{sys.executable} -m tests.endpoint_variable` teaches it"
        )
    folder.mkdir()
    program = folder / "aws"
    # Its first line tells the version of what it runs, so that it need not be asked.
    program.write_text(f"#!{sys.executable}\n{AWS[2]}\n")
    program.chmod(0o755)
    return {"AWSBATCH_AWS": "own", "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
