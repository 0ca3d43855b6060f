"""What is secret in commands: the table, held against all models."""

import pytest

from awsbatch.aws.catalog.sensitive import Secrecy, judge, judge_option, table
from tests.aws.catalog.every_operation import (
    every_hand_written_command,
    every_operation,
)
from tests.aws.catalog.sensitive_member import marked, sounding
from tests.aws.catalog.table_model import of_these_models
from tests.aws.catalog.verdicts import main
from tests.aws_cli import of_version
from tests.table import table as cases


@of_these_models
def test_every_name_that_the_models_mark_is_judged() -> None:
    """A new one is to be read, and put into `sensitive.json`."""
    of_one_service = {name for _, name in table().members}
    new = sorted({*marked()} - {*table().names} - of_one_service)

    assert new == [], "read what these are, and add them to `of all services` in sensitive.json"


@of_these_models
def test_every_name_that_sounds_secret_and_is_not_marked_is_judged() -> None:
    new = sorted(sounding() - {*table().not_marked})

    assert new == [], "read what these are, and add them to `not marked` in sensitive.json"


@of_these_models
def test_every_row_is_of_a_member_that_there_is() -> None:
    here = {(service, name) for name, services in marked().items() for service in services}
    missing = {
        *({*table().names} - {*marked()}),
        *map(" ".join, {*table().members} - here),
        *map(" ".join, {*table().not_marked} - sounding()),
    }

    known = cases("aws/catalog/sensitive_of_another_version")
    assert sorted(missing) == of_version(known, [])


@of_these_models
def test_every_row_of_an_option_is_of_a_command_that_there_is() -> None:
    commands = {str(each) for each in every_operation()} | {*every_hand_written_command()}

    assert {command for command, _ in table().options} <= commands


def test_no_row_of_one_service_says_what_holds_for_all() -> None:
    superfluous = [
        (service, name)
        for (service, name), verdict in table().members.items()
        if (of_all := table().names.get(name)) is not None and of_all.secrecy is verdict.secrecy
    ]

    assert superfluous == []


@pytest.mark.parametrize(
    ("service", "member", "is_marked", "expected"),
    [
        ("rds", "MasterUserPassword", True, "secret (a password or a passphrase)"),
        ("docdb", "MasterUserPassword", False, "secret (a password)"),
        ("frob", "MasterUserPassword", False, "secret (a password or a passphrase)"),
        ("frob", "frobPassword", False, "no secret (the models do not mark it)"),
        ("ssm", "Value", True, "secret here (a parameter, which may be a `SecureString`)"),
        ("forecast", "Value", True, "no secret (it is a tag)"),
        ("frob", "SessionToken", False, "secret (a session token, which is secret everywhere)"),
        ("iam", "UserName", True, "no secret (it tells of a person or a company)"),
        (
            "frob",
            "frobPassword",
            True,
            "secret (nobody has judged it, and its name sounds secret)",
        ),
        ("frob", "frobClientToken", True, "no secret (its name does not sound secret)"),
        ("frob", "frob", True, "no secret (its name does not sound secret)"),
    ],
)
def test_a_member_is_judged_by_its_name(
    service: str,
    member: str,
    is_marked: bool,  # noqa: FBT001 (a case of the table)
    expected: str,
) -> None:
    verdict = judge(service, member, marked=is_marked)

    assert f"{verdict.secrecy.value} ({verdict.reason})" == expected


@pytest.mark.parametrize(
    ("command", "option", "secrecy"),
    [
        ("s3 cp", "--sse-c-key", Secrecy.EVERYWHERE),
        ("s3 ls", "--sse-c-key", Secrecy.NONE),
        ("configure set", "aws_secret_access_key", Secrecy.EVERYWHERE),
        ("configure set", "aws_access_key_id", Secrecy.NONE),
        ("", "--session-token", Secrecy.EVERYWHERE),
        ("", "--next-token", Secrecy.NONE),
        ("", "--client-request-token", Secrecy.NONE),
        ("", "--secret-id", Secrecy.NONE),
    ],
)
def test_an_option_that_fills_no_member_is_judged_by_its_name(
    command: str, option: str, secrecy: Secrecy
) -> None:
    assert judge_option(command, option).secrecy is secrecy


@of_these_models
def test_the_command_prints_how_each_member_is_judged(capsys: pytest.CaptureFixture[str]) -> None:
    main(["sensitive"])

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len({*lines}) > 5_000
    expected = [
        "iam create-login-profile Password: secret (a password or a passphrase)",
        (
            "lambda create-function Variables: secret here (the environment of a program, in which"
            " passwords are given)"
        ),
        "s3 cp --sse-c-key: secret (a key, and no key's name)",
        "forecast tag-resource Key: no secret (it is a tag)",
        (
            "kms retire-grant GrantToken: no secret (it only says which request, page, job or"
            " answer is meant, and proves nothing)"
        ),
        "ssm-sap register-application SecretId: no secret (it names or points to what is secret)",
    ]
    assert [line for line in expected if line not in lines] == []
