"""What a `defaults` statement says, and what it cannot."""

from awsbatch.language.defaults import check_defaults
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
    hint = "it came with version 2 of the AWS CLI: leave it out"
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
