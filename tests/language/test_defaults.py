"""What a `defaults` statement says, and what it cannot."""

from awsbatch.language.defaults_fault import check_defaults
from awsbatch.language.model import Defaults
from awsbatch.language.parser import parse
from tests.contract.option_table import OPTIONS


def faults(line: str) -> list[tuple[str, str | None, int]]:
    (statement,) = parse(f"{line}\n", "1.aws").statements
    assert isinstance(statement, Defaults)
    found = check_defaults(statement, OPTIONS)
    return [(error.message, error.hint, error.place.column) for error in found if error.place]


def test_defaults_without_a_fault_have_none() -> None:
    assert (
        faults("defaults --region <<r>> --no-verify-ssl --output=<<o>> --endpoint-url http://x")
        == []
    )


def test_every_fault_of_defaults_is_shown() -> None:
    assert faults("defaults --regin r --profile --debug --no-paginate=1 --query") == [
        ("there is no global option `--regin`", "did you mean `--region`?", 10),
        ("`--profile` needs a value", "write `defaults --profile NAME`", 20),
        ("`--no-paginate` takes no value", "write `--no-paginate` alone", 38),
        ("`--query` needs a value", "write `defaults --query VALUE`", 54),
    ]


def test_an_option_is_named_literally() -> None:
    message = "expected a global option of the AWS CLI, found a placeholder"
    assert faults("defaults --debug <<x>>") == [
        (message, "write the option itself, such as `--region us-east-1`", 18)
    ]


def test_a_word_that_is_no_option_is_shown() -> None:
    assert faults("defaults --debug region r") == [
        ("expected a global option of the AWS CLI, found `region`", "did you mean `--region`?", 18)
    ]


def test_a_second_value_is_no_option() -> None:
    assert faults("defaults --region r s") == [
        (
            "expected a global option of the AWS CLI, found `s`",
            "put a value that has spaces in quotes",
            21,
        )
    ]


def test_an_option_of_an_operation_belongs_to_its_commands() -> None:
    hint = "write it in each command that takes it"
    assert faults("defaults --limit 5") == [("there is no global option `--limit`", hint, 10)]


def test_an_option_that_only_another_version_has_is_named_as_such() -> None:
    hint = "it came with version 2 of the AWS CLI: wait"
    assert faults("defaults --no-cli-pager") == [
        ("there is no global option `--no-cli-pager`", hint, 10)
    ]


def test_what_the_cli_answers_without_a_command_is_no_default() -> None:
    assert faults("defaults --version") == [
        (
            "`--version` is not for commands: the AWS CLI answers it and runs none",
            "write `aws --version`",
            10,
        )
    ]


def test_who_signs_is_chosen_by_options_of_our_own() -> None:
    arn = "arn:aws-cn:iam::123456789012:role/path/Deploy+1"
    assert faults("defaults --credentials <<c>> --region r") == []
    assert faults("defaults --credentials=<<c>>") == []
    assert faults(f"defaults --role-arn {arn} --role-session-name me@x --external-id a/b") == []
    assert faults("defaults --role-arn <<a>> --role-session-name=<<n>> --external-id <<e>>") == []
    assert faults("defaults --role-arn arn:aws:iam::<<account>>:role/admin") == []


HINT = "write `defaults --credentials <<{0}>>`, where `aws sts` set `{0}`"
ROLE = "write `defaults --role-arn arn:aws:iam::123456789012:role/NAME`"


def test_credentials_are_one_whole_placeholder() -> None:
    message = "`--credentials` takes one whole placeholder"
    for value in ("A.B", "x<<c>>", "<<c>><<d>>", "''"):
        hint = HINT.format("NAME")
        assert faults(f"defaults --credentials {value}") == [(message, hint, 24)]
    for joint in (" ", "="):
        found = faults(f"defaults --credentials{joint}c")
        assert [each[:2] for each in found] == [(message, HINT.format("c"))]


def test_a_role_is_an_arn_where_it_is_literal() -> None:
    for value in (
        "admin",
        "arn:aws:iam::1234:role/x",
        "arn:aws:sts::123456789012:assumed-role/a/b",
    ):
        message = f"expected the ARN of a role, found `{value}`"
        assert faults(f"defaults --role-arn {value}") == [(message, ROLE, 21)]


def test_what_is_of_a_role_needs_one() -> None:
    message = "`{}` is of a role, and there is no `--role-arn` with it"
    assert faults("defaults --role-session-name me --external-id x") == [
        (
            message.format("--role-session-name"),
            "write `defaults --role-arn ARN --role-session-name VALUE`",
            10,
        ),
        (
            message.format("--external-id"),
            "write `defaults --role-arn ARN --external-id VALUE`",
            33,
        ),
    ]


def test_a_session_has_a_name_that_sts_takes() -> None:
    message = "expected the name of a role's session, found `a b`"
    hint = "write 2 to 64 letters, digits and characters of `_+=,.@-`"
    assert faults("defaults --role-arn <<a>> --role-session-name 'a b'") == [(message, hint, 47)]


def test_an_external_id_is_one_that_sts_takes() -> None:
    hint = "write 2 to 1,224 letters, digits and characters of `_+=,.@:/-`"
    for value in ("''", "x", "'a b'"):
        found = faults(f"defaults --role-arn <<a>> --external-id {value}")
        assert found == [("this is no external id", hint, 41)]


def test_who_signs_is_said_once_in_a_statement() -> None:
    assert faults("defaults --role-arn <<a>> --role-arn <<b>>") == [
        ("`--role-arn` is given twice", None, 27)
    ]


def test_a_role_without_a_value_is_shown_one() -> None:
    assert faults("defaults --role-arn") == [("`--role-arn` needs a value", ROLE, 10)]
