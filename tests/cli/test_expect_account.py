"""Runs with `--expect-account`: what reaches AWS, and what is said."""

import json
import os
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.cli.main import main
from tests.aws.session.sts import HOME, OTHER, Sts, arn, elsewhere

HINT = (
    f"choose credentials of `{HOME}`; if `{OTHER}` is meant, pass"
    f" `--expect-account {OTHER}` as well"
)
FIRST = "aws logs create-log-group --log-group-name first"
THE_ROLE = f"the role `{arn(OTHER)}`"
UNTAKEN = f"{FIRST}\nif <<`false`>>\n    defaults --profile there\n    {FIRST}\nend\n"
ROUNDS = f"{FIRST}\nfor p in here there\n    {FIRST} --profile <<p>>\nend\n"
# A command that depends on what is not known in a plan.
UNKNOWN = """\
p = <<'there'>>
v = aws ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId
aws ec2 delete-vpc --vpc-id <<v>> --profile <<p>>
"""
NO_ID = "`aws sts get-caller-identity --query Account` shows the one of your credentials"
BY_KEYS = f"""\
role = aws sts assume-role --role-arn {arn(OTHER)} --role-session-name me
defaults --credentials <<role>>
{FIRST}
"""
BY_ROLE = f"""\
r = <<'{arn(OTHER)}'>>
defaults --role-arn <<r>>
{FIRST}
"""
# Roles of profiles have names of their own: the AWS CLI keeps their keys in files.
BY_NEW_PROFILE = f"""\
aws configure set role_arn {arn(OTHER, "new")} --profile new
aws configure set source_profile here --profile new
{FIRST} --profile new
"""
CONFIG = f"""\
[profile there]
aws_access_key_id = THERE
aws_secret_access_key = s
[profile role]
role_arn = {arn(OTHER, "old")}
source_profile = here
[profile here]
aws_access_key_id = HERE
aws_secret_access_key = s
[profile process]
credential_process = ./keys
"""
KEYS = """\
#!/bin/sh
if test -e used
then echo '{"Version": 1, "AccessKeyId": "THERE", "SecretAccessKey": "s"}'
else echo '{"Version": 1, "AccessKeyId": "HERE", "SecretAccessKey": "s"}'
fi
"""


@pytest.fixture
def sts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sts]:
    """Provide an AWS that records, and a folder with a configuration."""
    with elsewhere(monkeypatch, tmp_path, CONFIG) as sts:
        Path("keys").write_text(KEYS)
        Path("keys").chmod(0o755)
        yield sts


def run(text: str, *options: str, verb: str = "run") -> int:
    Path("a.aws").write_text(text)
    return main([verb, "a.aws", "--expect-account", HOME, "-q", *options])


def sent(sts: Sts) -> list[str]:
    """Return the names of the log groups in what was sent, in order."""
    requests = [each for each in sts.recorder.requests if each.service == "logs"]
    return [str(each.parameters.get("logGroupName")) for each in requests]


def test_the_expected_account_is_let_through(sts: Sts) -> None:
    assert run(f"{FIRST}\n{FIRST} --profile here\n") == 0
    assert sent(sts) == ["first", "first"]


@pytest.mark.parametrize(
    ("text", "said", "at"),
    [
        (f"{FIRST} --profile there\n", "the profile `there`", "1:60"),
        (f"{FIRST}\n{FIRST} --profile=there\n", "the profile `there`", "2:50"),
        (UNTAKEN, "the profile `there`", "3:24"),
        (ROUNDS, "the profile `there`", "2:15"),
        (f"{FIRST}\nfinally\n  {FIRST} --profile role\nend\n", "the profile `role`", "3:62"),
        (f"{FIRST}\ndefaults --role-arn {arn(OTHER)}\n{FIRST}\n", THE_ROLE, "2:21"),
    ],
)
def test_what_is_written_of_another_account_is_refused_before_the_first_line(
    sts: Sts, text: str, said: str, at: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(text) == 3
    told = capfd.readouterr().err.splitlines()
    assert told[0] == (
        f"error: the account of {said} is `{OTHER}`, and `--expect-account` expects `{HOME}`"
    )
    assert told[1] == f" --> a.aws:{at}"
    assert told[4].endswith(HINT)
    assert sent(sts) == []


def test_the_credentials_around_the_files_are_refused_before_the_first_line(
    sts: Sts, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    sts.accounts["testing"] = OTHER
    assert run(f"{FIRST}\n") == 3
    expects = f"is `{OTHER}`, and `--expect-account` expects `{HOME}`"
    said = f"the account of the key `testing` of the environment {expects}"
    assert said in capfd.readouterr().err
    assert run(f"{FIRST}\n", "--profile", "there") == 3
    assert f"the account of the profile `there` {expects}" in capfd.readouterr().err
    # Nobody uses them.
    assert run(f"{FIRST} --profile here\n{FIRST} --no-sign-request\n") == 0
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_PROFILE", "there")
    assert run(f"{FIRST}\n") == 3
    assert f"the account of the profile `there` {expects}" in capfd.readouterr().err
    assert sent(sts) == ["first"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BY_KEYS, "the key `ASIA222R1`"),
        (BY_ROLE, THE_ROLE),
        (f"p = <<'there'>>\n{FIRST} --profile <<p>>\n", "the profile `there`"),
        (BY_NEW_PROFILE, "the profile `new`"),
    ],
)
def test_what_is_known_later_is_refused_when_it_signs(
    sts: Sts, text: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(text) == 3
    told = capfd.readouterr().err
    message = f"error: the account of {said} is `{OTHER}`, and `--expect-account` expects `{HOME}`"
    assert message in told.splitlines()
    assert HINT in told
    assert sent(sts) == []


def test_keys_that_a_line_of_the_file_changes_are_held(
    sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    later = FIRST.replace("first", "later")
    lines = [
        "aws configure set aws_access_key_id HERE",
        "aws configure set aws_secret_access_key s",
        FIRST,
        "aws configure set aws_access_key_id THERE",
        later,
    ]
    assert run("\n".join(lines) + "\n") == 3
    assert sent(sts) == ["first"]


def test_a_program_that_gives_other_keys_is_held(sts: Sts) -> None:
    later = FIRST.replace("first", "later")
    lines = [
        f"{FIRST} --profile process",
        "print x > used",
        # The configuration is read anew, and with it the keys.
        "aws configure set region eu-west-1 --profile other",
        f"{later} --profile process",
    ]
    assert run("\n".join(lines) + "\n") == 3
    assert sent(sts) == ["first"]


def test_nothing_of_it_is_ignored_or_tried_again(sts: Sts) -> None:
    text = f"p = <<'there'>>\n@retry=3 @ignore=Refused {FIRST} --profile <<p>>\n{FIRST}\n"
    assert run(text) == 3
    assert sent(sts) == []


def test_several_accounts_may_be_expected(sts: Sts) -> None:
    assert run(f"{FIRST} --profile there\n{FIRST}\n", "--expect-account", OTHER) == 0
    assert len(sent(sts)) == 2
    keys = [each.key for each in sts.identified]
    assert len(keys) == len({*keys}) == 2


def test_an_endpoint_that_is_not_awss_has_to_tell(
    sts: Sts, capfd: pytest.CaptureFixture[str]
) -> None:
    sts.refuses = True
    assert run(f"{FIRST}\n") == 3
    url = sts.recorder.url
    told = capfd.readouterr().err
    assert (
        "error: the account of the key `testing` of the environment cannot be learned from STS at"
        f" `{url}`: AccessDenied: testing may not\n"
    ) in told
    assert "`AWS_ENDPOINT_URL_STS` says where STS is" in told
    assert sent(sts) == []


def test_a_plan_is_refused_too_where_an_endpoint_does_not_tell(
    sts: Sts, capfd: pytest.CaptureFixture[str]
) -> None:
    sts.refuses = True
    assert run(f"{FIRST}\n", verb="plan") == 3
    assert f"cannot be learned from STS at `{sts.recorder.url}`" in capfd.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        f"p = <<'there'>>\n{FIRST} --profile <<p>>\n",
        UNKNOWN,
    ],
)
def test_a_plan_tells_of_the_change_that_would_be_refused(
    sts: Sts, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(text, verb="plan") == 3
    told = capfd.readouterr().err
    message = f"error: the account of the profile `there` is `{OTHER}`, and `--expect-account`"
    assert f"{message} expects `{HOME}`" in told.splitlines()
    assert [each.service for each in sts.recorder.requests] == ["sts"] * len(sts.identified)
    assert run(text, "--json", verb="plan") == 3
    objects = map(json.loads, capfd.readouterr().out.splitlines())
    [error] = [each["error"] for each in objects if each.get("status") == "failed"]
    assert (error["code"], f"error: {error['message']}" in told.splitlines()) == ("Refused", True)
    assert run(text, "--expect-account", OTHER, verb="plan") == 0


def test_a_plan_is_refused_before_it_begins_as_a_run_is(sts: Sts) -> None:
    assert run("g = aws logs describe-log-groups --profile there\n", verb="plan") == 3
    assert run(f"{FIRST} --profile there\n", verb="plan") == 3
    assert sent(sts) == []


def test_the_questions_are_no_commands(sts: Sts, capfd: pytest.CaptureFixture[str]) -> None:
    Path("a.aws").write_text(f"{FIRST}\n")
    assert main(["run", "a.aws", "--expect-account", HOME]) == 0
    assert capfd.readouterr().err.startswith("1 succeeded in ")
    assert len(sts.identified) == 1


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        (f"{HOME},{OTHER}", f"`--expect-account {HOME} --expect-account {OTHER}`"),
        ("1111-2222-3333", "did you mean `111122223333`?"),
        ("12345678901", "did you mean `012345678901`?"),
        ("arn:aws-cn:iam::222222222222:role/r", "did you mean `222222222222`?"),
        ("production", NO_ID),
        ("1234567890123", NO_ID),
    ],
)
def test_what_is_no_account_is_told_with_what_to_type(
    given: str, hint: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "a.aws", "--expect-account", given]) == 2
    assert capfd.readouterr().err == (
        "error: expected the id of an account, 12 digits, after `--expect-account`, found"
        f" `{given}`\n  {hint}\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}\ndefaults --role-arn {arn(OTHER)}\n{FIRST}\n",
        f"{BY_KEYS}finally\n    aws logs describe-log-groups\nend\n",
    ],
)
def test_it_holds_in_a_sandbox(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.aws").write_text(text)
    ids = shlex.split(f"--expect-account 123456789012 --expect-account {OTHER}")
    assert main(["run", "--sandbox", "a.aws", *ids]) == 0
    assert main(["run", "--sandbox", "a.aws", *ids[:2]]) == 3
    assert "AWS_ENDPOINT_URL_STS" not in os.environ
