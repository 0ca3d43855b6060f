"""What is secret in answers: the table, held against all models, and how it is read."""

import base64
from typing import Any

import pytest

from awsbatch.aws.catalog.secret_answer import (
    SecretMembers,
    secret_members_of,
    secret_result_of,
    texts_of,
)
from tests.aws.catalog.every_operation import every_hand_written_command, every_operation
from tests.aws.catalog.secret_answer_member import (
    every_member,
    judged,
    judgement,
    made,
    taken,
    written,
)
from tests.aws.catalog.table_model import of_these_models
from tests.aws_cli import of_version
from tests.table import table

_AGAIN = "write it anew by `python -m tests.aws.catalog.secret_answer_member`"


@of_these_models
def test_every_member_that_may_be_secret_is_judged() -> None:
    """A new one is to be read, and put into `answer_judgement.json`."""
    new = sorted({str(each) for each in every_member() if judged(each) is None})

    assert new == [], "read what these are, and add their names to answer_judgement.json"


@of_these_models
def test_the_table_has_what_is_secret_in_these_models() -> None:
    here, found = taken(written()["operations"]), taken(made())

    assert {each: here.get(each) for each in found} == found, _AGAIN


@of_these_models
def test_every_row_is_of_an_operation_that_there_is() -> None:
    here = {(each.service, each.name) for each in every_operation()}

    assert sorted(map(" ".join, taken(written()["operations"]).keys() - here)) == []


@of_these_models
def test_every_judgement_is_of_a_member_that_there_is() -> None:
    caught = [*every_member()]
    names = {each.name.lower() for each in caught}
    members = {(each.operation.service, each.name.lower()) for each in caught}
    missing = {
        *(judgement().names.keys() - names),
        *map(" ".join, judgement().members.keys() - members),
        *(judgement().operations.keys() - {str(each) for each in every_operation()}),
    }

    known = table("aws/catalog/answer_judgement_of_another_version")
    assert sorted(missing) == of_version(known, [])


@of_these_models
def test_every_command_of_the_table_is_one_of_some_version() -> None:
    names = {
        pattern.partition(" *")[0].partition("*")[0].strip() for pattern in written()["commands"]
    }
    commands = every_hand_written_command()

    missing = [name for name in names if not any(each.startswith(name) for each in commands)]
    # Version 1 has neither.
    assert {*missing} <= {"configure export-credentials", "dsql generate-db-connect-"}


@pytest.mark.parametrize(
    ("operation", "answer", "secrets"),
    [
        (
            "secretsmanager get-secret-value",
            {"Name": "a-name", "SecretString": "hunter2"},
            ["hunter2"],
        ),
        ("secretsmanager get-secret-value", {"SecretBinary": b"a key"}, ["YSBrZXk=", "a key"]),
        ("secretsmanager get-secret-value", {"SecretBinary": b"\xff\xfe"}, ["//4="]),
        ("secretsmanager get-secret-value", {"SecretString": ""}, []),
        (
            "secretsmanager get-secret-value",
            {"SecretString": '{"username": "u", "password": "p", "apiKey": "k", "port": 3306}'},
            ['{"username": "u", "password": "p", "apiKey": "k", "port": 3306}', "p", "k"],
        ),
        ("secretsmanager get-secret-value", {"SecretString": "{no JSON"}, ["{no JSON"]),
        (
            "secretsmanager batch-get-secret-value",
            {"SecretValues": [{"Name": "n", "SecretString": "one"}, {"SecretString": "two"}]},
            ["one", "two"],
        ),
        ("ssm get-parameter", {"Parameter": {"Type": "String", "Value": "x"}}, []),
        ("ssm get-parameter", {"Parameter": {"Type": "SecureString", "Value": "x"}}, ["x"]),
        (
            "ssm get-parameters",
            {
                "Parameters": [
                    {"Name": "a", "Type": "SecureString", "Value": "x"},
                    {"Name": "b", "Type": "StringList", "Value": "y,z"},
                ]
            },
            ["x"],
        ),
        (
            "iam create-access-key",
            {"AccessKey": {"AccessKeyId": "AKIA", "SecretAccessKey": "s", "Status": "Active"}},
            ["s"],
        ),
        (
            "sts assume-role",
            {
                "Credentials": {"AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t"},
                "ResponseMetadata": {"SessionToken": "no"},
            },
            ["s", "t"],
        ),
        (
            "ecr get-authorization-token",
            {"authorizationData": [{"authorizationToken": base64.b64encode(b"AWS:pw").decode()}]},
            ["QVdTOnB3", "pw"],
        ),
        ("kms generate-data-key", {"CiphertextBlob": b"c", "Plaintext": b"\x00"}, ["AA=="]),
        (
            "rds create-db-instance",
            {"DBInstance": {"PendingModifiedValues": {"MasterUserPassword": "****"}}},
            [],
        ),
        (
            "lambda-microvms create-microvm-auth-token",
            {"authToken": {"a": "token-1", "b": True, "c": 12345, "d": 1, "e": "true"}},
            ["token-1", "12345"],
        ),
        (
            "glue get-connections",
            {"ConnectionList": [{"ConnectionProperties": {"USERNAME": "u", "PASSWORD": "p"}}]},
            ["p"],
        ),
    ],
)
def test_what_is_secret_is_found(operation: str, answer: Any, secrets: list[str]) -> None:
    service, name = operation.split()

    assert [*secret_members_of(service)[name].found(answer)] == secrets


@pytest.mark.parametrize(
    ("command", "result", "secrets"),
    [
        ("ecr get-login-password --region x", "the-password", ["the-password"]),
        ("ecr get-login-password", "the-password", ["the-password"]),
        ("eks get-token --cluster-name c", {"status": {"token": "t", "x": "y"}}, ["t"]),
        ("eks get-token --cluster-name c", '{"status": {"token": "t"}}', ["t"]),
        ("eks get-token --cluster-name c", "no data", []),
        ("configure get aws_secret_access_key", "s", ["s"]),
        ("configure get profile.a.aws_secret_access_key", "s", ["s"]),
        ("configure export-credentials", '{"SecretAccessKey": "s", "AccessKeyId": "A"}', ["s"]),
        ("configure export-credentials --format env", "export A=1\n", ["export A=1\n"]),
        ("s3 presign s3://a/b", "https://x", ["https://x"]),
    ],
)
def test_what_is_secret_in_a_result_is_found(command: str, result: Any, secrets: list[str]) -> None:
    members = secret_result_of(command)

    assert members is not None
    assert [*texts_of(result, members)] == secrets


@pytest.mark.parametrize(
    "command", ["configure get region", "s3 ls", "ecr", "eks update-kubeconfig --name a"]
)
def test_other_results_are_not_secret(command: str) -> None:
    assert secret_result_of(command) is None


def test_what_nobody_knows_has_no_secret() -> None:
    assert secret_members_of("frob") == {}
    assert [*SecretMembers(frozenset(["a"]), {}).found([{"b": {"a": "x"}}, None, 1])] == ["x"]
