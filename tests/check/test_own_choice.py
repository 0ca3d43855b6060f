"""Lines for which an option of the whole run does not hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.check.own_choice import OwnChoices, named
from awsbatch.contract.word import text_of
from awsbatch.engine.engine import Engine
from awsbatch.language.parser import parse
from tests.contract.fake_runner import FakeRunner, happening, outermost
from tests.contract.option_table import OPTIONS

SAME = "eu-west-1"
OUTER = {"--profile": "prod", "--region": SAME}
NOT_FOR = "`--region eu-west-1` does not hold for {}"
NO_PROFILE = "`--profile prod` does not hold for {}"


def told(*lines: str, choices: OwnChoices | None = None) -> list[tuple[int, int, str]]:
    choices = choices or OwnChoices(OUTER, OPTIONS)
    script = parse("".join(f"{line}\n" for line in lines), "1.aws")
    found = choices.warnings(script.statements)
    return [(each.place.line, each.place.column, each.message) for each in found if each.place]


def test_a_file_that_chooses_nothing_is_not_told_of() -> None:
    assert told("aws a b", "defaults --output text", "aws a b --query x") == []


@pytest.mark.parametrize(
    "line",
    [
        "aws a b --region us-east-1",
        "aws a b --region=us-east-1",
        "aws a b --regi us-east-1",
        "aws a b --region <<'x'>>",
        "aws a b --region=<<'x'>>",
        "x = aws a b --region us-east-1",
        "if ! @ignore=X aws a b --region us-east-1\naws c d\nend",
        "while x = aws a b --region us-east-1\naws c d\nend",
    ],
)
def test_a_command_with_an_option_of_its_own_is_told_of(line: str) -> None:
    assert told(line) == [(1, line.index("--reg") + 1, NOT_FOR.format("line 1"))]


def test_the_same_value_is_no_other_choice() -> None:
    assert told("aws a b --region eu-west-1", "defaults --region=eu-west-1", "aws c d") == []


def test_what_a_command_takes_after_two_dashes_is_no_option() -> None:
    assert told("aws a b -- --region us-east-1") == []


def test_defaults_choose_for_the_rest_of_their_block() -> None:
    assert told(
        "aws a b",
        "for region in us-east-1 eu-west-1",
        "aws a b",
        "defaults --region <<region>>",
        "aws a b",
        "if <<args>>",
        "aws a b --region eu-west-1",
        "aws a b",
        "defaults --region eu-west-1",
        "aws a b",
        "end",
        "aws a b",
        "end",
        "aws a b",
    ) == [(4, 10, NOT_FOR.format("lines 5, 8 and 12"))]


def test_defaults_without_a_command_after_them_choose_nothing() -> None:
    assert told("aws a b", "defaults --region us-east-1", "print x") == []


def test_who_signs_with_given_credentials_is_no_profile() -> None:
    assert told("defaults --credentials <<c>>", "aws a b", "aws a b --profile prod") == [
        (1, 10, NO_PROFILE.format("line 2"))
    ]


def test_a_role_stands_on_the_profile() -> None:
    assert told("defaults --role-arn arn:aws:iam::111111111111:role/a", "aws a b") == []


def test_each_option_has_one_warning_with_few_lines() -> None:
    own = "aws a b --region us-east-1 --profile dev"
    lines = [own, own, *["aws a b", own] * 7]
    assert told(*lines) == [
        (1, 9, NOT_FOR.format("lines 1 to 2, 4, 6, 8, 10, 12 and 2 lines more")),
        (1, 28, NO_PROFILE.format("lines 1 to 2, 4, 6, 8, 10, 12 and 2 lines more")),
    ]


def test_a_stream_is_told_of_once_for_an_option() -> None:
    choices = OwnChoices(OUTER, OPTIONS)
    assert told("defaults --region us-east-1", choices=choices) == []
    assert told("aws a b", choices=choices) == [(1, 10, NOT_FOR.format("line 1"))]
    assert told("aws a b --region us-west-2", choices=choices) == []
    assert told("aws a b --profile dev", choices=choices) == [(1, 9, NO_PROFILE.format("line 1"))]


def _block(lines: list[list[str]], opening: str) -> list[str]:
    return [opening, *(line for each in lines for line in each), "end"]


_LINE = st.sampled_from(["aws a", f"aws a --region {SAME}", "aws a --region other"]).map(
    lambda line: [line]
)
_CHOICE = st.sampled_from([SAME, "other"]).map(lambda region: [f"defaults --region {region}"])
_STATEMENTS = st.recursive(
    _LINE | _CHOICE,
    lambda inner: st.tuples(
        st.lists(inner, min_size=1, max_size=4), st.sampled_from(["for x in 1", "if <<`true`>>"])
    ).map(lambda block: _block(*block)),
    max_leaves=12,
)


@given(st.lists(_STATEMENTS, max_size=6))
def test_lines_are_told_of_where_commands_run_with_another_value(parts: list[list[str]]) -> None:
    lines = [line for part in parts for line in part]
    # So that the runner tells the lines.
    text = "".join(f"{line.replace('aws a', f'aws s{n}')}\n" for n, line in enumerate(lines, 1))
    script, runner = parse(text, "1.aws"), FakeRunner()
    outer = {"--region": SAME}

    engine = Engine(runner, None, outermost(), options=OPTIONS, outer=outer)
    list(happening(engine.run(script)))

    ran = [[text_of(word) for word in words] for words in runner.words]
    others = [int(words[0][1:]) for words in ran if "other" in words]
    found = [each.message for each in OwnChoices(outer, OPTIONS).warnings(script.statements)]
    assert [int(words[0][1:]) for words in ran] == [n for n, x in enumerate(lines, 1) if "aws" in x]
    assert found == ([NOT_FOR.format(named(others))] if others else [])
