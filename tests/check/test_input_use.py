"""What is given from outside, held against the inputs of files."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from awsbatch.check.input_use import InputCheck
from awsbatch.fault.caret import render
from awsbatch.language.input_value import InputValue
from awsbatch.language.parser import parse
from tests.table import table


@pytest.mark.parametrize("case", table("check/input_faults"), ids=lambda case: case["case"])
def test_only_inputs_are_given_values(case: dict[str, Any]) -> None:
    given = {name: InputValue(text, f"`{name}={text}`") for name, text in case["given"].items()}
    given |= {name: _of_environment(name) for name in case.get("environment", ())}
    check = InputCheck(given)

    found = [*_found(check, case["files"])]

    assert [render(fault).split("\n") for fault in found] == case["faults"]


def test_an_input_of_a_file_that_is_checked_later_is_known() -> None:
    check = InputCheck({"x": InputValue("1", "`x=1`")})
    check.declare(parse("set -e\ny = <<'1'>>\ninput x\naws s3 ls\n", "f.aws").statements)

    assert [*check.strangers()] == []


def _found(check: InputCheck, texts: Iterable[str]) -> Iterator[Any]:
    for number, text in enumerate(texts, start=1):
        for statement in parse(text, f"{number}.aws").statements:
            yield from check.check(statement)
    yield from check.strangers()


def _of_environment(name: str) -> InputValue:
    return InputValue("1", f"`AWSBATCH_VARIABLE_{name}`", is_explicit=False)
