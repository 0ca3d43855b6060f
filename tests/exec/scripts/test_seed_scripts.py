"""The loops that awsbatch began with do under `exec` what they do by plain `aws`.

They are as they were published, but for `aws` in the place of what was published
with them, and without what ended its daemon.
"""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.aws.recorder import Recorder
from tests.examples.account import Accounts, Holding
from tests.examples.process import SETUP
from tests.exec.scripts.conftest import Twice
from tests.exec.scripts.stage import EXEC, PLAIN, SEED, Stage

PROFILES = ("ara", "me", "podi", "thadi")
REGIONS = re.findall(r"\w+-\w+-\d", (SEED / "clean-up.sh").read_text())

needs_bc = pytest.mark.skipif(shutil.which("bc") is None, reason="`bc` is not installed")


@pytest.mark.parametrize("sooner", [True, pytest.param(False, marks=pytest.mark.law)])
def test_the_loop_over_log_groups(
    twice: Twice, copied: Sequence[str], tmp_path: Path, *, sooner: bool
) -> None:
    seed = tmp_path / "seed.aws"
    seed.write_text(
        "for name in /app/web /app/jobs x\n"
        "    aws logs create-log-group --log-group-name <<name>>\n"
        "end\n"
    )
    plain = copied if sooner else PLAIN
    did = twice("bash", SEED / "delete-log-groups.sh", seed=seed, plain=plain)
    assert did.stdout == "DATE\n/app/jobs\n/app/web\nx\nDATE\n"


@pytest.mark.law
def test_the_loop_over_files(twice: Twice, stage: Stage, tmp_path: Path) -> None:
    seed = tmp_path / "seed.aws"
    seed.write_text("aws s3api create-bucket --bucket target.bucket.name > /dev/null\n")
    for folder in ("plain", "exec"):
        for name in ("a", "b", "c"):
            file = stage.folder / folder / name / f"{name}.sha1"
            file.parent.mkdir(parents=True)
            file.write_text(name * 40)
    did = twice("bash", SEED / "upload.sh", seed=seed)
    assert did.stdout.count("ETag") == 3


@needs_bc
@pytest.mark.law
def test_the_loop_over_buckets(twice: Twice) -> None:
    did = twice("bash", SEED / "bucket-sizes.sh", seed=SETUP / "buckets.aws")
    assert did.stdout == "1177.376  backups\n   1.000  photos\n   0.000  drafts\n"


@pytest.fixture
def accounts(recorder: Recorder) -> Accounts:
    """Provide what the profiles have, in each region."""
    return Accounts(recorder)


def test_the_clean_up_deletes_all_in_every_region_of_every_profile(
    accounts: Accounts, stage: Stage
) -> None:
    _hold(accounts)
    expected = accounts.requests_to_delete(map(_key, PROFILES), REGIONS)

    did = stage.run("bash", SEED / "clean-up.sh", under=EXEC)

    assert accounts.requests == expected
    assert (did.exit_status, did.stderr) == (0, "")
    # One to each service for each profile and region.
    assert did.connections <= len(PROFILES) * len(REGIONS) * 2


@pytest.mark.law
def test_the_clean_up_does_the_same(accounts: Accounts, stage: Stage) -> None:
    _hold(accounts)
    plain = stage.run("bash", SEED / "clean-up.sh", name="plain", under=PLAIN)
    accounts.clear()
    _hold(accounts)
    warm = stage.run("bash", SEED / "clean-up.sh", name="exec", under=EXEC)

    assert [warm.exit_status, warm.stdout, warm.stderr] == [
        plain.exit_status,
        plain.stdout,
        plain.stderr,
    ]
    assert [*warm.requests] == [*plain.requests]
    assert accounts.holdings[_key("me"), "eu-west-1"] == Holding()


def _hold(accounts: Accounts) -> None:
    for region in ("us-east-1", "ap-south-1"):
        accounts.holdings[_key("thadi"), region] = Holding(["/app/web", "x"], ["site"], ["s:1"])
    accounts.holdings[_key("me"), "eu-west-1"] = Holding(
        ["/a", "/b", "/c"], ["a", "b"], ["a:1", "b:2"]
    )


def _key(profile: str) -> str:
    return f"KEY{profile.upper()}PROFILE"
