"""Commands that the CLI's authors wrote by hand, against a real server."""

import os
import re
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch, Ran
from tests.law.fresh_process import fresh_copy

TEMPLATE = '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}'
TABLE = (
    "dynamodb create-table --table-name t --billing-mode PAY_PER_REQUEST"
    " --attribute-definitions AttributeName=k,AttributeType=S"
    " --key-schema AttributeName=k,KeyType=HASH --query TableDescription.TableName"
)
LINES = (
    "s3 mb s3://bucket",
    "s3 mb s3://bucket",
    "s3 cp {folder}/one s3://bucket/one --no-progress",
    "s3 cp {folder}/missing s3://bucket/missing",
    "s3 sync {folder} s3://bucket/tree --no-progress",
    "s3 sync {folder} s3://bucket/tree --no-progress",
    "s3 ls s3://bucket",
    "s3 ls s3://bucket --recursive --summarize",
    "s3 ls s3://no-such-bucket",
    "s3 cp s3://bucket/one -",
    "s3 cp s3://bucket/one {folder}/copy --only-show-errors",
    "s3 mv s3://bucket/one s3://bucket/two --no-progress",
    "s3 rm s3://bucket --recursive --dryrun",
    "s3 rm s3://bucket --recursive",
    "s3 rb s3://bucket",
    "s3 rb s3://bucket",
    TABLE,
    "dynamodb wait table-exists --table-name t",
    "ec2 wait vpc-available",
    "cloudformation deploy --stack-name stack --template-file {folder}/template.json",
    "cloudformation deploy --stack-name stack --template-file {folder}/template.json",
    "cloudformation deploy --stack-name stack --template-file {folder}/missing.json",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make some files to copy."""
    (tmp_path / "tree").mkdir()
    for name in ("one", "two", "three"):
        (tmp_path / "tree" / name).write_text(name)
    (tmp_path / "tree" / "template.json").write_text(TEMPLATE)
    for file in (tmp_path / "tree").iterdir():
        # Older than any upload of it, in S3's whole seconds.
        os.utime(file, (1_700_000_000, 1_700_000_000))
    return tmp_path / "tree"


@pytest.mark.law
def test_handwritten_commands_do_what_a_fresh_aws_does(
    moto_server: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    lines = [line.format(folder=folder) for line in LINES]
    with InProcessRunner() as pool:
        batch = Batch(pool)
        ours = [_steady(batch.run(line)) for line in lines]
    with urlopen(Request(f"{moto_server}/moto-api/reset", method="POST")):  # noqa: S310 (http)
        pass
    (folder / "copy").unlink()
    theirs = [_steady(fresh_copy(line)) for line in lines]
    for line, our, their in zip(lines, ours, theirs, strict=True):
        assert (line, our) == (line, their)


def _steady(ran: Ran) -> Ran:
    """Leave out times, and put in order what threads print in any."""
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "TIME", ran.stdout)
    return Ran(ran.exit_status, "".join(sorted(text.splitlines(keepends=True))), ran.stderr)
