"""Profiles that a script names and the machine has not."""

import pytest

from awsbatch.check.missing_profile import MissingProfiles
from awsbatch.language.parser import parse

KNOWN = ["dev", "prod"]


def told(
    *texts: str, around: dict[str, str] | None = None
) -> list[tuple[int, int, str, str | None]]:
    """Return the line, column, message and hint of each warning of a run's files."""
    scripts = [parse(text, "a.aws").statements for text in texts]
    warnings = MissingProfiles(KNOWN, around or {}).warnings(scripts)
    return [(*each.position, each.message, each.hint) for each in warnings]


FIRST = "aws s3 ls\n"
PRD = ("there is no profile `prd`", "did you mean `prod`?")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (f"{FIRST}aws s3 ls --profile prd", 2, 21),
        (f"{FIRST}aws s3 ls --profile=prd", 2, 11),
        (f"{FIRST}x = aws s3 ls --profile prd", 2, 25),
        (f"{FIRST}defaults --profile prd\naws s3 ls", 2, 20),
        (f"{FIRST}if @ignore=NoSuchBucket aws s3 ls --profile prd\n  print x\nend", 2, 45),
        (f"{FIRST}if <<env.CI>>\n  aws s3 ls --profile prd\nend", 3, 23),
        (f"{FIRST}for p in dev prd\n  defaults --profile <<p>>\n  aws s3 ls\nend", 2, 14),
        (f"{FIRST}parallel for p in dev prd\n  aws s3 ls --profile <<p>>\nend", 2, 23),
        (f"{FIRST}finally\n  aws s3 ls --profile prd\nend", 3, 23),
    ],
)
def test_a_profile_further_down_is_warned_of(text: str, line: int, column: int) -> None:
    assert told(text) == [(line, column, *PRD)]


@pytest.mark.parametrize(
    "text",
    [
        "aws s3 ls --profile prd\naws s3 ls --profile prd",
        "defaults --profile prd\naws s3 ls",
        f"{FIRST}aws s3 ls --profile dev",
        f"{FIRST}defaults --profile prd",
        f"p = <<'prd'>>\n{FIRST}aws s3 ls --profile <<p>>",
        f"{FIRST}aws configure set region us-east-1 --profile prd\naws s3 ls --profile prd",
        f"aws configure\n{FIRST}aws s3 ls --profile prd",
    ],
    ids=[
        "that of the first command, which ends the run",
        "that of the first command by a defaults",
        "one that is there",
        "one that no command uses",
        "one that is not known",
        "one that is made before",
        "any after a configure",
    ],
)
def test_no_other_is(text: str) -> None:
    assert told(text) == []


def test_each_is_told_of_once() -> None:
    text = f"{FIRST}aws s3 ls --profile prd\naws s3 ls --profile prd\naws s3 ls --profile new"

    assert told(text) == [
        (2, 21, *PRD),
        (4, 21, "there is no profile `new`", "`aws configure --profile new` makes it"),
    ]


def test_a_profile_of_the_environment_is_told_of_where_it_is_used() -> None:
    text = "aws s3 ls --profile dev\naws s3 ls"

    assert told(text, around={"AWS_PROFILE": "prd"}) == [
        (2, 1, "there is no profile `prd`, which `AWS_PROFILE` names", "did you mean `prod`?")
    ]


def test_a_configure_holds_for_the_files_after_it() -> None:
    assert told(FIRST, "aws configure", "aws s3 ls --profile prd") == []
