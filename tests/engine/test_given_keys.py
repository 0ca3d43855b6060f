"""Values that give credentials to `defaults`, and what is said of those that do not."""

from typing import Any

import pytest

from tests.contract.fake_runner import FakeRunner, ends, outermost, run

EXPECTED = "expected an object with `AccessKeyId` and `SecretAccessKey`, found "
LATER = "2099-01-01T00:00:00Z"


def fault(value: Any, expression: str = "c") -> tuple[str, str | None, int | None]:
    """Return the message and the hint for a value, and the exit status."""
    runner = FakeRunner()
    text = f"defaults --credentials <<{expression}>>\naws a b\n"
    first, *_ = ends(run(text, runner=runner, scope=outermost({"c": value})))
    assert runner.commands == []
    assert first.error is not None
    return first.error.message, first.error.hint, first.exit_status


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, "null"),
        ("", "an empty string"),
        ("AKIA", "a string"),
        (1, "a number or a boolean"),
        ([], "a list of 0 elements"),
        ([{"AccessKeyId": "a"}], "a list of 1 element"),
        ({}, "an object"),
        ({"Account": "1", "Arn": "x"}, "one with `Account` and `Arn`"),
        ({"Credentials": None}, "null as `Credentials`"),
        ({"Credentials": {}}, "an object as `Credentials`"),
    ],
)
def test_what_holds_no_credentials_is_told_by_its_kind(value: Any, found: str) -> None:
    assert fault(value) == (f"{EXPECTED}{found}", None, 2)


def test_credentials_one_level_deeper_are_pointed_at() -> None:
    value = {"AccessKey": {"AccessKeyId": "a", "SecretAccessKey": "s", "Status": "Active"}}
    assert fault(value) == (
        f"{EXPECTED}one with `AccessKey`",
        "write `defaults --credentials <<c.AccessKey>>`",
        2,
    )


def test_the_names_of_other_operations_are_translated() -> None:
    role = {"accessKeyId": "a", "secretAccessKey": "s", "sessionToken": "t", "expiration": 1}
    pairs = ", ".join(
        f"{name}: c.roleCredentials.{name[0].lower()}{name[1:]}"
        for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")
    )
    hint = f"write `defaults --credentials <<{{{pairs}}}>>`"
    assert fault({"roleCredentials": role}) == (f"{EXPECTED}one with `roleCredentials`", hint, 2)
    assert fault({"c": role}, "c.c")[1] == hint.replace("roleCredentials", "c")


def test_the_name_that_cognito_has_for_a_secret_is_translated() -> None:
    value = {"Credentials": {"AccessKeyId": "a", "SecretKey": "s", "SessionToken": "t"}}
    assert fault(value) == (
        "expected a string as `SecretAccessKey` of the credentials, found none",
        (
            "write `defaults --credentials <<{AccessKeyId: c.Credentials.AccessKeyId, "
            "SecretAccessKey: c.Credentials.SecretKey, SessionToken: c.Credentials.SessionToken}>>`"
        ),
        2,
    )


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("SecretAccessKey", None, "null"),
        ("SecretAccessKey", "", "an empty string"),
        ("AccessKeyId", 7, "a number or a boolean"),
        ("SessionToken", "", "an empty string"),
        ("SessionToken", {}, "an object"),
    ],
)
def test_a_part_that_is_no_string_is_named(name: str, value: Any, found: str) -> None:
    keys = {"AccessKeyId": "a", "SecretAccessKey": "s", "SessionToken": "t", name: value}
    message = f"expected a string as `{name}` of the credentials, found {found}"
    assert fault(keys) == (message, None, 2)


def test_credentials_that_have_expired_are_a_failure() -> None:
    keys = {"AccessKeyId": "a", "SecretAccessKey": "s", "Expiration": "2001-01-01T00:00:00+00:00"}
    assert fault(keys) == ("these credentials expired at 2001-01-01T00:00:00+00:00", None, 1)


def test_an_expiration_that_is_no_time_is_a_fault() -> None:
    keys = {"AccessKeyId": "a", "SecretAccessKey": "s", "Expiration": "soon"}
    message = "expected a time as `Expiration` of the credentials, found a string"
    assert fault(keys) == (message, None, 2)


def test_credentials_that_expire_later_are_taken() -> None:
    runner = FakeRunner()
    keys = {"AccessKeyId": "a", "SecretAccessKey": "s", "Expiration": LATER}
    run("defaults --credentials <<c>>\naws a b\n", runner=runner, scope=outermost({"c": keys}))
    assert [signer.name for signer in runner.signers if signer] == ["a"]


@pytest.mark.parametrize(
    "more",
    [
        {"AccessKeyId": "A", "Expiration": "2001-01-01T00:00:00Z"},
        {"AccessKeyId": "A", "Expiration": "soon"},
        {"accessKeyId": "A", "secretKey": "hunter2-Sw0rd", "SecretAccessKey": None},
        {},
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_what_is_refused_is_secret_all_the_same(more: dict[str, Any], *, inside: bool) -> None:
    value = {"SecretAccessKey": "hunter2-Sw0rd", "SessionToken": "t-hunter2-Sw0rd", **more}
    scope = outermost({"c": {"Credentials": value} if inside else value, "d": value})
    text = "defaults --credentials <<c>>\n"
    _, end = ends(run(f"for x in 1\n  {text}end\naws a x-hunter2-Sw0rd\n", scope=scope))
    assert [*end.argv] == ["aws", "a", "x-***"]
