"""Why a plan is not one of a run."""

from dataclasses import replace

import pytest

from awsbatch.contract.guard import Refusal
from awsbatch.runner.plan_origin import Origin, difference, value_mark

ORIGIN = Origin(
    (("a.aws", "1"), ("b.aws", "2")), {"days": "3", "name": "4"}, "5", "111122223333", sandbox=False
)
AGAIN = "give the same values, or plan again"


def test_finds_no_difference() -> None:
    assert difference(ORIGIN, replace(ORIGIN)) is None


def test_looks_at_the_content_of_scripts_and_not_at_their_names() -> None:
    moved = replace(ORIGIN, scripts=(("/x/a.aws", "1"), ("b.aws", "2")))
    assert difference(ORIGIN, moved) is None


@pytest.mark.parametrize(
    ("found", "refusal"),
    [
        (
            replace(ORIGIN, account="444455556666"),
            Refusal(
                "the plan was made with credentials of the account `111122223333`, and these are of"
                " the account `444455556666`",
                "run it with the same credentials, or plan again",
            ),
        ),
        (
            replace(ORIGIN, account=None),
            Refusal(
                "the plan was made with credentials of the account `111122223333`, and the account"
                " of these cannot be learned",
                "run it with credentials of that account that work",
            ),
        ),
        (
            replace(ORIGIN, account=None, unknown_account="the token\nhas expired"),
            Refusal(
                "the plan was made with credentials of the account `111122223333`, and the account"
                " of these cannot be learned: the token has expired",
                "run it with credentials of that account that work",
            ),
        ),
        (
            replace(ORIGIN, sandbox=True),
            Refusal("the plan was made without `--sandbox`, and this run is with it"),
        ),
        (
            replace(ORIGIN, scripts=(("a.aws", "1"), ("b.aws", "other"))),
            Refusal("`b.aws` has changed since the plan was made", "plan again"),
        ),
        (
            replace(ORIGIN, scripts=(("a.aws", "1"), ("c.aws", "other"))),
            Refusal("the plan is of `b.aws`, and `c.aws` is another", "plan again"),
        ),
        (
            replace(ORIGIN, scripts=(("a.aws", "1"),)),
            Refusal("the plan is of `a.aws` and `b.aws`", "give the same files, in the same order"),
        ),
        (
            replace(ORIGIN, inputs={"days": "other", "name": "4"}),
            Refusal("the plan was made with another value of the input `days`", AGAIN),
        ),
        (
            replace(ORIGIN, inputs={"name": "other", "more": "6"}),
            Refusal(
                "the plan was made with another value of the inputs `days`, `more` and `name`",
                AGAIN,
            ),
        ),
        (
            replace(ORIGIN, args="other"),
            Refusal(
                "the plan was made with other words after `--`",
                "give the same words, or plan again",
            ),
        ),
    ],
)
def test_says_what_differs(found: Origin, refusal: Refusal) -> None:
    assert difference(ORIGIN, found) == refusal


def test_needs_no_account_that_was_not_known() -> None:
    assert difference(replace(ORIGIN, account=None), ORIGIN) is None


def test_says_that_the_sandbox_is_missing() -> None:
    refusal = Refusal("the plan was made with `--sandbox`, and this run is without it")
    assert difference(replace(ORIGIN, sandbox=True), ORIGIN) == refusal


def test_marks_equal_values_alike() -> None:
    assert value_mark(b"k", {"a": 1, "b": [2]}) == value_mark(b"k", {"b": [2], "a": 1})
    assert value_mark(b"k", "1") != value_mark(b"k", 1)
    assert value_mark(b"k", "secret") != value_mark(b"other", "secret")
