"""Global options found in a command's words, and added to them."""

import pytest

from awsbatch.contract.global_option import Defaults, GlobalOption, GlobalOptions
from awsbatch.contract.word import Data, Word
from tests.contract.option_table import OPTIONS

REGION: Defaults = {"--region": (("--region",), ("r",))}


def words(text: str) -> list[Word]:
    return [(word,) for word in text.split()]


def found(text: str) -> str | None:
    option = OPTIONS.find(text)
    return None if option is None else option.name


def test_an_option_is_found_by_its_full_name_and_by_what_it_alone_begins_with() -> None:
    assert found("--region") == found("--reg") == found("--r") == "--region"
    assert found("--o") == "--output"
    assert found("--v2") == "--v2-debug"


@pytest.mark.parametrize("text", ["--c", "--no-", "--", "--v", "-r", "region", "--regions", ""])
def test_what_begins_several_options_or_none_finds_none(text: str) -> None:
    assert found(text) is None


def test_a_full_name_that_begins_another_is_itself() -> None:
    table = GlobalOptions(GlobalOption(name, takes_value=False) for name in ("--debug", "--d"))

    option = table.find("--d")

    assert option is not None
    assert option.name == "--d"


def test_a_default_stands_at_the_end_and_before_what_is_no_option_any_more() -> None:
    assert OPTIONS.completed(words("a b"), REGION) == words("a b --region r")
    assert OPTIONS.completed(words("a b -- --region x"), REGION) == words(
        "a b --region r -- --region x"
    )


@pytest.mark.parametrize("own", ["--region o", "--region=o", "--reg o", "--reg=o"])
def test_a_default_gives_way_to_the_command_s_own_option(own: str) -> None:
    given = words(f"a b {own}")
    assert OPTIONS.completed(given, REGION) == given


def test_a_value_after_the_name_and_its_equals_sign_sets_the_option() -> None:
    given: list[Word] = [("a",), ("--region=", Data("o"))]
    assert OPTIONS.completed(given, REGION) == given


def test_a_value_sets_no_option_whatever_it_reads_like() -> None:
    given: list[Word] = [("a",), (Data("--region"),), ("--reg", Data("ion")), ()]
    assert OPTIONS.completed(given, REGION) == [*given, *words("--region r")]


def test_without_defaults_the_words_are_left_as_they_are() -> None:
    given = words("a b")
    assert OPTIONS.completed(given, {}) is given


def test_whoever_makes_the_table_knows_what_other_versions_have() -> None:
    assert OPTIONS.elsewhere("--no-cli-pager") == "it came with version 2 of the AWS CLI: wait"
    assert OPTIONS.elsewhere("--region") is None
    assert GlobalOptions().elsewhere("--no-cli-pager") is None


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("a b", "a b"),
        ("a b --region x", "a b"),
        ("--region x a --reg=y b --r z --output json", "a b --output json"),
        ("a --debug b", "a b"),
        ("a --output --debug", "a --output"),
        ("a b --region-name x --query region", "a b --region-name x --query region"),
        ("a b --region x -- --region y", "a b -- --region y"),
        ("a b --region", "a b"),
    ],
)
def test_options_are_left_out_with_their_values(line: str, left: str) -> None:
    assert OPTIONS.without(words(line), {"--region", "--debug"}) == words(left)


def test_values_that_read_like_options_are_not_left_out() -> None:
    given: list[Word] = [("a",), (Data("--region"),), ("--reg", Data("ion")), ()]
    assert OPTIONS.without(given, {"--region"}) == given
    assert OPTIONS.without([("--region",), (Data("--region"),)], {"--region"}) == []
    assert OPTIONS.without([("--region=", Data("a=b"))], {"--region"}) == []
