"""A trial of a door tells whether it opens, and what to type where it does not."""

from pathlib import Path

import awscli
import pytest

from awsbatch.door.knock import Answer, knock
from tests.door import doorway

DROPPED = " to the words that it is given, which awsbatch would have to drop"


def test_a_door_that_opens_tells_the_version(aws: Path) -> None:
    assert knock(aws) == Answer(version=awscli.__version__)


@pytest.mark.parametrize(
    ("shell", "found", "instead"),
    [
        (
            'exec AWS --profile prod "$@"',
            f"adds `--profile prod`{DROPPED}",
            "`AWS_PROFILE=prod awsbatch exec --aws INNER …`",
        ),
        (
            'exec AWS "$@" --region=eu-west-1 --profile "a b"',
            f"adds `--region=eu-west-1 --profile 'a b'`{DROPPED}",
            "`AWS_DEFAULT_REGION=eu-west-1 AWS_PROFILE='a b' awsbatch exec --aws INNER …`",
        ),
        (
            'exec AWS --no-cli-pager "$@"',
            f"adds `--no-cli-pager`{DROPPED}",
            "`awsbatch exec --aws INNER …` runs without it",
        ),
        (
            "exec AWS sts get-caller-identity",
            "runs `aws sts get-caller-identity` and not what it is given",
            "`--aws INNER` is the AWS CLI that it runs",
        ),
        (
            'AWS_CONFIG_FILE=/etc/aws/config exec AWS "$@"',
            "sets AWS_CONFIG_FILE, by which awsbatch would come in",
            "`AWS_CONFIG_FILE=FILE awsbatch exec --aws PATH …` with the AWS CLI that it runs",
        ),
    ],
)
def test_what_a_wrapper_does_by_itself_is_told_with_what_does_the_same(
    shell: str, found: str, instead: str, tmp_path: Path
) -> None:
    aws = doorway.wrapper(tmp_path / "aws", shell)

    assert knock(aws) == Answer(
        shut=f"`{aws}` {found}", instead=instead.replace("INNER", f"{tmp_path}/inner/aws")
    )


def test_a_door_that_stays_shut_for_no_such_reason_has_no_other_way(tmp_path: Path) -> None:
    aws = doorway.script(tmp_path / "aws", "#!/bin/sh\nexit 3\n")

    assert knock(aws) == Answer(shut=f"`{aws}` ended before it let awsbatch in")


def test_a_program_that_cannot_be_run_is_told(tmp_path: Path) -> None:
    assert knock(tmp_path / "aws") == Answer(
        shut=f"cannot run `{tmp_path}/aws`: no such file or directory"
    )
