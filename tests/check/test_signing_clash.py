"""Statements of one block that leave open who signs."""

from awsbatch.check.signing_clash import signing_clashes
from awsbatch.language.parser import parse
from tests.contract.option_table import OPTIONS

ROLE = "--role-arn arn:aws:iam::111111111111:role/a"


def clashes(*lines: str) -> list[tuple[int, str, str | None]]:
    script = parse("".join(f"{line}\n" for line in lines), "1.aws")
    found = signing_clashes(script.statements, OPTIONS)
    return [(error.place.line, error.message, error.hint) for error in found if error.place]


def test_a_second_role_in_one_block_is_a_fault() -> None:
    assert clashes(f"defaults {ROLE}", "aws a b", f"defaults {ROLE}", "aws a b") == [
        (
            3,
            "a second `--role-arn` in one block, after that of line 1",
            "a role that stands on another has a block of its own, inside",
        )
    ]


def test_a_role_in_a_block_inside_stands_on_the_one_outside() -> None:
    assert clashes(f"defaults {ROLE}", "for x in 1", f"defaults {ROLE}", "aws a b", "end") == []


def test_each_branch_is_a_block_of_its_own() -> None:
    branch = f"defaults {ROLE}"
    assert clashes("if <<args>>", branch, "aws a b", "else", branch, "aws a b", "end") == []
    inside = clashes("if <<args>>", branch, "aws a b", branch, "aws a b", "end")
    assert [line for line, *_ in inside] == [4]


def test_a_profile_after_who_signs_in_one_block_is_a_fault() -> None:
    hint = "write both in one `defaults`, or `--profile` in a block of its own"
    assert clashes(
        "defaults --credentials <<c>>", "aws a b", "defaults --profile p", "aws a b"
    ) == [(3, "`--profile` after the `--credentials` of line 1 leaves open who signs", hint)]
    assert clashes(f"defaults {ROLE}", "aws a b", "defaults --profile p", "aws a b") == [
        (3, "`--profile` after the `--role-arn` of line 1 leaves open who signs", hint)
    ]


def test_credentials_after_a_role_in_one_block_are_a_fault() -> None:
    hint = "write both in one `defaults`, or `--credentials` in a block of its own"
    assert clashes(f"defaults {ROLE}", "aws a b", "defaults --credentials <<c>>", "aws a b") == [
        (3, "`--credentials` after the `--role-arn` of line 1 leaves open who signs", hint)
    ]


def test_what_a_role_stands_on_may_come_before_it_or_with_it() -> None:
    assert clashes("defaults --profile p", "defaults --credentials <<c>>", f"defaults {ROLE}") == []
    assert clashes(f"defaults {ROLE} --profile p") == []
    assert clashes(f"defaults {ROLE}", "defaults --region r", "defaults --output text") == []
    assert clashes("defaults --credentials <<c>>", "defaults --credentials <<d>>") == []
