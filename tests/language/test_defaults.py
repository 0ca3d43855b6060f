"""What a `defaults` statement says, and what it cannot."""

from awsbatch.language.defaults import check_defaults
from awsbatch.language.model import Defaults
from awsbatch.language.parser import parse


def faults(line: str) -> list[tuple[str, str | None, int]]:
    (statement,) = parse(f"{line}\n", "1.aws").statements
    assert isinstance(statement, Defaults)
    found = check_defaults(statement)
    return [(error.message, error.hint, error.place.column) for error in found if error.place]


def test_defaults_without_a_fault_have_none() -> None:
    assert (
        faults("defaults --region <<r>> --no-verify-ssl --output=<<o>> --endpoint-url http://x")
        == []
    )


def test_every_fault_of_defaults_is_told() -> None:
    assert faults("defaults --regin r --profile --debug --no-paginate=1 --query") == [
        ("`defaults` takes no `--regin`", "did you mean `--region`?", 10),
        ("`--profile` needs a value", "write `defaults --profile NAME`", 20),
        ("`--no-paginate` takes no value", "write `--no-paginate` alone", 38),
        ("`--query` needs a value", "write `defaults --query VALUE`", 54),
    ]


def test_an_option_is_named_literally() -> None:
    message = "`defaults` takes global AWS CLI options, with literal names"
    assert faults("defaults --debug <<x>>") == [(message, "such as `--region us-east-1`", 18)]


def test_a_word_that_is_no_option_is_told() -> None:
    assert faults("defaults --debug region r") == [
        ("`defaults` takes no `region`", "did you mean `--region`?", 18)
    ]


def test_a_second_value_is_no_option() -> None:
    assert faults("defaults --region r s") == [
        ("`defaults` takes no `s`", "put a value that has spaces in quotes", 21)
    ]


def test_an_option_of_an_operation_belongs_to_its_commands() -> None:
    hint = "it is no global option: write it in each command that takes it"
    assert faults("defaults --limit 5") == [("`defaults` takes no `--limit`", hint, 10)]
