"""Scripts in the manner of those found in public do under `exec` what they do by plain `aws`."""

import shutil
from collections.abc import Sequence

import pytest

from tests.exec.scripts.conftest import Twice
from tests.exec.scripts.stage import HERE

PUBLIC = HERE / "public"
ARGUMENTS = {
    "back-up-table": ["orders", "table-backups"],
    "deploy-stack": ["shop"],
    "empty-bucket": ["old-reports"],
    "tag-everything": ["ann"],
}
SIDE_BY_SIDE = {"sweep-logs"}
"""Those that make calls at the same time."""
SCRIPTS = sorted(path.stem for path in PUBLIC.glob("*.sh"))

pytestmark = pytest.mark.skipif(shutil.which("jq") is None, reason="`jq` is not installed")


def test_a_script_does_what_copies_of_one_aws_do(twice: Twice, copied: Sequence[str]) -> None:
    script = PUBLIC / "copy-parameters.sh"
    did = twice(script, seed=script.with_suffix(".aws"), plain=copied)
    assert len(did.requests) >= 5


@pytest.mark.law
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_does_the_same(twice: Twice, name: str) -> None:
    did = twice(
        PUBLIC / f"{name}.sh",
        *ARGUMENTS.get(name, []),
        seed=PUBLIC / f"{name}.aws",
        is_sequential=name not in SIDE_BY_SIDE,
    )
    assert len(did.requests) >= 5
