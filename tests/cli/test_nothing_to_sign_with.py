"""Runs that cannot work: one error, exit status 2, and nothing sent."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.cli.main import main
from tests.aws.recorder import Recorder, recording
from tests.aws_cli import by_version, only_v1, sentence

LINE = "aws logs delete-log-group --log-group-name g\n"
HINT = (
    "`aws configure` stores keys, and `--profile NAME` chooses a profile;"
    " `--sandbox` tries a script without an account"
)
ERROR = f"""\
error: there are no credentials: none in the environment, and none in profile `default`
 --> a.aws:1:1
  |
1 | aws logs delete-log-group --log-group-name g
  | ^^^ {HINT}
"""
PROFILES = """\
[profile dev]
aws_access_key_id = DEV
aws_secret_access_key = secret
[profile prod]
aws_access_key_id = PROD
aws_secret_access_key = secret
"""
SSO = """\
[profile dev]
sso_start_url = https://d-1.awsapps.com/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = r
"""


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Recorder]:
    """Provide an AWS that records, a folder of its own, and nothing to sign with."""
    monkeypatch.chdir(tmp_path)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    with recording() as recorder:
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        yield recorder


def said(text: str, *options: str, capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Return the exit status and the messages of a run, without its summary."""
    Path("a.aws").write_text(text)
    status = main(["run", "a.aws", "-q", *options])
    return status, capfd.readouterr().err


@pytest.mark.parametrize("options", [(), ("-P", "8"), ("--retries", "2")])
@pytest.mark.parametrize("count", [2, 3_000])
def test_however_many_lines_there_are_one_error_is_told(
    count: int, options: tuple[str, ...], aws: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert said(LINE * count, *options, capfd=capfd) == (2, ERROR)
    assert aws.requests == []


@pytest.mark.parametrize("loop", ["for", "parallel for"])
def test_a_loop_ends_as_well(loop: str, aws: Recorder, capfd: pytest.CaptureFixture[str]) -> None:
    text = f"{loop} x in a b c\n{LINE}end\nfinally\n  print last\nend\n"

    status, told = said(text, capfd=capfd)

    assert (status, told) == (2, ERROR.replace("a.aws:1", "a.aws:2").replace("1 |", "2 |"))
    assert aws.requests == []


@pytest.mark.parametrize("lines", [2, 300])
def test_this_machine_is_asked_once(
    lines: int,
    aws: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
    # Before AWS CLI 2.10 or so, nothing puts the `/` at its end.
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"{aws.url}/")
    aws.answer = lambda _: (404, b"")

    assert said(LINE * lines, "-P", "8", capfd=capfd) == (2, ERROR)
    assert [each.path for each in aws.requests] == [
        "/latest/api/token",
        "/latest/meta-data/iam/security-credentials/",
    ]


def test_a_program_is_asked_once(aws: Recorder, capfd: pytest.CaptureFixture[str]) -> None:
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(
        "[default]\ncredential_process = sh -c 'echo >> asked; echo not now >&2; exit 1'\n"
    )

    status, told = said(LINE * 300, "-P", "8", capfd=capfd)

    assert status == 2
    assert "`credential_process` of profile `default` failed: not now" in told
    assert Path("asked").read_text() == "\n"
    assert aws.requests == []


def test_a_program_whose_keys_are_used_is_asked_once(
    aws: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    keys = json.dumps({"Version": 1, "AccessKeyId": "KEY", "SecretAccessKey": "secret"})
    Path("keys").write_text(keys)
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(
        "[default]\ncredential_process = sh -c 'echo >> asked; cat keys'\n"
    )

    assert said(LINE * 20, "-P", "8", capfd=capfd) == (0, "")
    assert Path("asked").read_text() == "\n"
    assert {each.key for each in aws.requests} == {"KEY"}


def test_what_makes_its_own_credentials_is_not_in_the_way(
    aws: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    text = (
        "print hello\n"
        "if ! @ignore=NoCredentialsError aws sts get-caller-identity\n"
        "  aws configure set aws_access_key_id NEW\n"
        "  aws configure set aws_secret_access_key secret\n"
        "end\n"
        f"{LINE}"
        "if <<env.HOME == 'ci'>>\n  aws sts get-caller-identity --profile ci\nend\n"
    )

    status, _ = said(text, capfd=capfd)

    assert status == 0
    assert [each.key for each in aws.requests] == ["NEW"]


def test_a_later_profile_that_is_missing_is_a_failure_as_any_other(
    aws: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(PROFILES)
    text = f"for p in dev prod <<'prd'>> dev\n  defaults --profile <<p>>\n  {LINE}end\n"

    status, told = said(text, capfd=capfd)

    assert status == 1
    assert sentence(told) == (
        "The config profile (prd) could not be found\n"
        "a.aws:3: exit 255: aws logs delete-log-group --log-group-name g --profile prd\n"
        "  its code for `@ignore` is `ProfileNotFound`\n"
        "  did you mean `prod`?\n"
    )
    assert [each.key for each in aws.requests] == ["DEV", "PROD", "DEV"]


@pytest.mark.parametrize("jobs", ["1", "8"])
def test_at_every_width_the_first_profile_decides(
    jobs: str, aws: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(PROFILES)
    loop = f"  defaults --profile <<p>>\n  {LINE}end\n"

    first = said(f"parallel for p in <<'prd'>> dev prod\n{loop}", "-j", jobs, capfd=capfd)[0]
    sent = len(aws.requests)
    last = said(f"parallel for p in dev <<'prd'>> prod\n{loop}", "-j", jobs, capfd=capfd)[0]

    assert (first, sent) == (2, 0)
    assert (last, len(aws.requests)) == (1, 2)


@only_v1
def test_an_output_of_version_2_ends_a_run_before_anything_changes(
    aws: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    """A capture does not print, so that it works."""
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(
        "[default]\naws_access_key_id = K\naws_secret_access_key = s\noutput = yaml\n"
    )

    status, told = said(f"x = aws logs describe-log-groups\n{LINE * 3}", capfd=capfd)

    assert status == 2
    assert told == (
        "error: `output = yaml` is not known to this version of the AWS CLI\n"
        " --> a.aws:2:1\n"
        "  |\n"
        "2 | aws logs delete-log-group --log-group-name g\n"
        "  | ^^^ it knows `json`, `text` and `table`: `aws configure set output json`,"
        " or `defaults --output json`\n"
    )
    assert [each.target for each in aws.requests] == ["Logs_20140328.DescribeLogGroups"]


def test_an_sso_session_that_has_expired_says_how_to_sign_in(aws: Recorder) -> None:
    """In a process of its own: botocore looks for the home once."""
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(SSO)
    cache = Path(os.environ["HOME"]) / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    name = hashlib.sha1(b"https://d-1.awsapps.com/start", usedforsecurity=False).hexdigest()
    token = {
        "accessToken": "x",
        "expiresAt": "2020-01-01T00:00:00Z",
        "startUrl": "https://d-1.awsapps.com/start",
    }
    (cache / f"{name}.json").write_text(json.dumps(token))
    aws.answer = lambda _: (401, b'{"__type": "UnauthorizedException"}')
    Path("a.aws").write_text(LINE.strip() + " --profile dev\n" + LINE)

    ran = subprocess.run(
        [sys.executable, "-m", "awsbatch", "-q", "a.aws"],
        env={**os.environ, "PYTHONPATH": os.fspath(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 2
    assert ran.stderr == (
        "error: the SSO session of profile `dev` has expired\n"
        " --> a.aws:1:1\n"
        "  |\n"
        "1 | aws logs delete-log-group --log-group-name g --profile dev\n"
        "  | ^^^ `aws sso login --profile dev`"
        f"{by_version(', by version 2 of the AWS CLI,', '')} signs in\n"
    )


def test_the_summary_and_the_objects_tell_of_it(
    aws: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    del aws
    Path("a.aws").write_text(LINE * 3)

    status = main(["run", "a.aws", "--json"])

    stdout, stderr = capfd.readouterr()
    first = json.loads(stdout.splitlines()[0])
    assert status == 2
    assert (first["status"], first["error"]["code"]) == ("failed", "NoCredentialsError")
    assert re.search("1 failed, 2 not started", stderr)


MISSING = """\
warning: there is no profile `prd`
 --> a.aws:2:56
  |
2 | aws logs delete-log-group --log-group-name g --profile prd
  |                                                        ^^^ did you mean `prod`?
"""


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_profile_that_is_missing_further_down_is_warned_of_by_run_alone(
    command: str, aws: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    del aws
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(PROFILES)
    line = LINE.strip()
    Path("a.aws").write_text(f"{line} --profile dev\n{line} --profile prd\n")

    status = main([command, "a.aws", "-q"])

    told = capfd.readouterr().err
    assert status == (1 if command == "run" else 0)
    assert told.startswith(MISSING) if command == "run" else told == ""
