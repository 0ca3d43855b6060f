"""The targets of commands: the place and the account that the command itself would have."""

import logging
import shlex
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.plan import Target
from awsbatch.contract.signer import Keys, Signer
from awsbatch.contract.word import Data, Unknown, Word
from tests.aws.batch import Batch
from tests.aws.recorder import Recorder
from tests.aws.session.sts import HOME, Sts, arn, role
from tests.aws_cli import only_v1, only_v2

UNKNOWN = Unknown("<<it>>")


@pytest.fixture
def sts(recorder: Recorder) -> Sts:
    return Sts(recorder)


def words(line: str) -> list[Word]:
    return [(UNKNOWN if word == "<<it>>" else word,) for word in shlex.split(line)]


def target(batch: Batch, line: str | Sequence[Word], signer: Signer | None = None) -> Target:
    given = words(line) if isinstance(line, str) else line
    return batch.pool.target(given, signer=signer, cancellation=Cancellation())


def configure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    """Have another configuration, and no keys in the environment."""
    config = tmp_path / "other"
    config.write_text(text)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")


def test_a_target_is_where_the_command_is_then_sent(batch: Batch, sts: Sts) -> None:
    url = sts.recorder.url
    assert target(batch, "logs describe-log-groups") == Target(HOME, "us-west-2", url)
    assert target(batch, "logs describe-log-groups --profile one --region eu-west-1") == Target(
        HOME, "eu-west-1", url, "one"
    )
    assert [each.key for each in sts.identified] == ["KEYENV", "KEYONE"]
    assert [each.region for each in sts.identified] == ["us-west-2", "eu-west-1"]
    assert sts.recorder.requests == sts.identified


def test_keys_of_the_environment_go_before_its_profile_whose_region_stays(
    batch: Batch, sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_PROFILE", "one")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    sts.accounts["KEYENV"] = "111111111111"
    expected = Target("111111111111", "eu-west-1", sts.recorder.url)
    assert target(batch, "logs describe-log-groups") == expected


@pytest.mark.parametrize("option", ["--debug", pytest.param("--v2-debug", marks=only_v1)])
def test_a_line_that_logs_leaves_no_log_to_others(batch: Batch, sts: Sts, option: str) -> None:
    loggers = [logging.getLogger(name) for name in ("awscli", "botocore", "urllib3")]
    before = [(each.level, [*each.handlers]) for each in loggers]
    assert target(batch, f"logs describe-log-groups {option}").account == HOME
    assert [(each.level, each.handlers) for each in loggers] == before
    assert len(sts.identified) == 1


def test_an_account_is_asked_for_once_for_each_key(batch: Batch, sts: Sts) -> None:
    lines = ["logs describe-log-groups", "sqs list-queues", "s3 ls --region eu-central-1"] * 9

    with ThreadPoolExecutor(8) as threads:
        targets = [*threads.map(lambda line: target(batch, line), lines)]
    assert {each.account for each in targets} == {HOME}
    assert len(sts.identified) == 1


def test_a_signer_has_the_account_and_no_profile(batch: Batch, sts: Sts) -> None:
    line = "logs describe-log-groups --profile two"
    by_role = target(batch, line, role("111111111111"))
    assert by_role == Target("111111111111", "us-west-2", sts.recorder.url)
    sts.accounts["GIVEN"] = "222222222222"
    by_keys = target(batch, line, Keys("GIVEN", "secret"))
    assert by_keys == Target("222222222222", "us-west-2", sts.recorder.url)


def test_the_role_of_a_profile_is_assumed_once_for_a_target_and_the_command(
    batch: Batch, sts: Sts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = "[profile a]\naws_access_key_id = A\naws_secret_access_key = s\nregion = eu-west-1\n"
    there = f"[profile r]\nrole_arn = {arn('333333333333', 'aim')}\nsource_profile = a\n"
    configure(monkeypatch, tmp_path, source + there)
    line = "logs describe-log-groups --profile r"
    assert target(batch, line).account == "333333333333"
    assert batch.run(line).exit_status == 0
    assert len(sts.asked) == len(sts.identified) == 1


def test_a_process_gives_the_keys_once(
    batch: Batch, sts: Sts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = '{"Version": 1, "AccessKeyId": "P", "SecretAccessKey": "s"}'
    program = tmp_path / "keys"
    program.write_text(f"#!/bin/sh\necho x >> {tmp_path}/runs\necho '{keys}'\n")
    program.chmod(0o755)
    configure(monkeypatch, tmp_path, f"[default]\ncredential_process = {program}\n")
    sts.accounts["P"] = "444444444444"
    assert target(batch, "logs describe-log-groups").account == "444444444444"
    assert batch.run("logs describe-log-groups").exit_status == 0
    assert (tmp_path / "runs").read_text() == "x\n"


@pytest.mark.parametrize(
    ("line", "region"),
    [
        ("iam list-users", None),
        ("route53 list-hosted-zones", None),
        ("iam list-users --region cn-north-1", None),
        ("s3 rm s3://bucket/key", "us-west-2"),
        ("s3api list-buckets --region eu-south-2", "eu-south-2"),
        ("dynamodb list-tables --region us-gov-west-1", "us-gov-west-1"),
        ("logs tail group", "us-west-2"),
        pytest.param("ddb select t", "us-west-2", marks=only_v2),
    ],
)
def test_a_service_of_a_whole_partition_has_no_region(
    batch: Batch, sts: Sts, line: str, region: str | None
) -> None:
    assert target(batch, line) == Target(HOME, region, sts.recorder.url)


def test_who_does_not_sign_has_no_account(batch: Batch, sts: Sts) -> None:
    url = sts.recorder.url
    line = "logs describe-log-groups --no-sign-request"
    assert target(batch, line) == Target(None, "us-west-2", url)
    taking = "cognito-idp sign-up --client-id i --username u --password p"
    assert target(batch, taking) == Target(None, "us-west-2", url)
    assert target(batch, "configure set region x").account is None
    assert sts.recorder.requests == []


def test_an_endpoint_of_aws_is_not_told_of(batch: Batch, sts: Sts) -> None:
    line = "logs describe-log-groups --no-sign-request --endpoint-url "
    assert target(batch, line + "https://vpce-1.logs.eu-west-1.vpce.amazonaws.com").endpoint is None
    assert target(batch, line + "http://127.0.0.1:9").endpoint == "http://127.0.0.1:9"
    assert target(batch, line + "http://amazonaws.com.example").endpoint is not None
    assert sts.recorder.requests == []


def test_what_is_unknown_makes_unknown_what_it_would_tell(batch: Batch, sts: Sts) -> None:
    url = sts.recorder.url
    line = "logs delete-log-group --log-group-name <<it>>"
    assert target(batch, line) == Target(HOME, "us-west-2", url)
    assert target(batch, line + " --region <<it>>") == Target(HOME, None, url)
    assert target(batch, line + " --profile <<it>> --region eu-west-1") == Target(None, "eu-west-1")
    assert target(batch, line + " --endpoint-url <<it>>") == Target(None, "us-west-2")
    glued = [*words("logs delete-log-group"), ("--region=", UNKNOWN)]
    assert target(batch, glued) == Target(HOME, None, url)


def test_a_profile_and_a_region_may_be_values(batch: Batch, sts: Sts) -> None:
    line = [*words("logs describe-log-groups --profile"), (Data("one"),)]
    assert target(batch, [*line, ("--region",), (Data("eu-north-1"),)]) == Target(
        HOME, "eu-north-1", sts.recorder.url, "one"
    )


ALIASES = """
[toplevel]
groups = logs describe-log-groups --region eu-west-3
it = groups
sqs = sqs --region sa-east-1
open = s3api --no-sign-request
shell = !echo me
"""
ASKED = """
from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
from tests.aws.test_command_target import target
with InProcessRunner() as pool:
    for line in ("it", "sqs list-queues", "open list-buckets", "shell"):
        print(*vars_of(target(Batch(pool), line)))
""".replace("vars_of", "(lambda it: (it.account, it.region, it.unknown_account))")


def test_an_alias_has_the_target_of_what_it_stands_for(
    sts: Sts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".aws/cli").mkdir(parents=True)
    (tmp_path / ".aws/cli/alias").write_text(ALIASES)
    monkeypatch.setenv("HOME", str(tmp_path))
    # awscli finds the alias file when it is imported, so in a process of its own.
    done = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == (
        f"{HOME} eu-west-3 None\n{HOME} sa-east-1 None\nNone us-west-2 None\nNone None None\n",
        "",
    )
    assert sts.recorder.requests == sts.identified


def test_an_account_that_nobody_tells_is_none_and_has_a_reason(batch: Batch, sts: Sts) -> None:
    sts.refuses = True
    told = target(batch, "logs describe-log-groups")
    assert told == Target(None, "us-west-2", sts.recorder.url)
    assert told.unknown_account == "AccessDenied: KEYENV may not"
    assert told.access_key == "KEYENV"
    sts.refuses = False
    # It is not asked for at once again.
    assert target(batch, "logs describe-log-groups") == told
    other = target(batch, "logs describe-log-groups --profile one")
    assert (other.account, other.access_key) == (HOME, "KEYONE")


def test_missing_credentials_and_profiles_are_told_of(
    batch: Batch, sts: Sts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    configure(monkeypatch, tmp_path, "")
    told = target(batch, "logs describe-log-groups")
    assert told == Target(None, "us-west-2", sts.recorder.url)
    assert told.unknown_account == "there are no credentials"
    told = target(batch, "logs describe-log-groups --profile none")
    assert told == Target(None, "us-west-2", None, "none")
    assert told.unknown_account == "The config profile (none) could not be found"
    assert target(batch, "nothing that-is --a-command") == Target()
    assert sts.recorder.requests == []


def test_other_keys_have_another_account(
    batch: Batch, sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    sts.accounts.update({"K1": "111111111111", "K2": "222222222222"})
    batch.run("configure set aws_access_key_id K1")
    batch.run("configure set aws_secret_access_key s")
    assert target(batch, "logs describe-log-groups").account == "111111111111"
    batch.run("configure set aws_access_key_id K2")
    assert target(batch, "logs describe-log-groups").account == "222222222222"


def test_it_prints_nothing_and_is_no_request_of_the_commands(batch: Batch, sts: Sts) -> None:
    target(batch, "logs describe-log-groups")
    assert len(sts.identified) == 1
    assert batch.pool.requests == 0
    assert not batch.pool.signing.is_over


def test_circumstances_are_others_once_credentials_may_be(batch: Batch, sts: Sts) -> None:
    target(batch, "logs describe-log-groups")
    before = batch.pool.circumstances
    assert batch.run("logs describe-log-groups").exit_status == 0
    assert batch.pool.circumstances == before
    batch.run("configure set region eu-west-1")
    assert batch.pool.circumstances != before
    target(batch, "logs describe-log-groups")
    before = batch.pool.circumstances
    batch.pool.look_again()
    assert batch.pool.circumstances != before
    assert sts.identified
