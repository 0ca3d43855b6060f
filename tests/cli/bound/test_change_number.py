"""How many planned changes there are, by what they do."""

from awsbatch.cli.bound.change_number import number_of
from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import Target
from awsbatch.runner.change_form import EXACT
from awsbatch.runner.planned_change import PlannedChange


def number(*effects: Effect) -> str:
    return number_of(
        PlannedChange("1.aws:1", ("do", "a"), each, Target(), EXACT, b"") for each in effects
    )


def test_changes_come_first_and_each_kind_is_named() -> None:
    assert number(Effect.CHANGES) == "1 change"
    assert number(Effect.LOCAL_WRITES, Effect.LOCAL_WRITES) == "2 local writes"
    assert number(Effect.LOCAL_WRITES, Effect.CHANGES) == "1 change and 1 local write"
    assert (
        number(Effect.LOCAL_WRITES, Effect.TAKES, Effect.CHANGES, Effect.CHANGES)
        == "2 changes, 1 take and 1 local write"
    )


def test_a_plan_without_any_says_so() -> None:
    assert number() == "0 changes"
