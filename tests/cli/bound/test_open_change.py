"""What is said where a plan does not bound how many changes there are."""

from dataclasses import replace

import pytest

from awsbatch.cli.bound.open_change import refuse_unbounded
from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import Target
from awsbatch.fault.error import UsageError
from awsbatch.runner.change_form import EXACT
from awsbatch.runner.planned_change import PlannedChange

CHANGE = PlannedChange("1.aws:1", ("x",), Effect.CHANGES, Target(), EXACT, b"")


def open_at(*lines: int) -> list[PlannedChange]:
    return [CHANGE, *(replace(CHANGE, line=f"1.aws:{line}", is_open=True) for line in lines)]


def test_refuses_nothing_that_is_bounded() -> None:
    refuse_unbounded([CHANGE], None)
    refuse_unbounded(open_at(2), 0)


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ([2], "`1.aws:2`"),
        ([2, 2, 3], "`1.aws:2` and `1.aws:3`"),
        ([2, 3, 4], "`1.aws:2`, `1.aws:3` and `1.aws:4`"),
        ([2, 3, 4, 5], "`1.aws:2`, `1.aws:3`, `1.aws:4` and 1 more line"),
        ([2, 3, 4, 5, 6], "`1.aws:2`, `1.aws:3`, `1.aws:4` and 2 more lines"),
    ],
)
def test_names_the_lines_and_what_bounds_them(lines: list[int], named: str) -> None:
    with pytest.raises(UsageError) as raised:
        refuse_unbounded(open_at(*lines), None)
    assert raised.value.message == (
        f"how often the changes at {named} will be made is not known before they are"
    )
    assert raised.value.hint == ("`--max-changes N` says how many changes the run may make at most")
