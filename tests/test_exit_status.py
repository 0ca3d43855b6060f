import itertools
import re
from pathlib import Path

import pytest

from awsbatch.cli.help.verb_help import OVERVIEW
from awsbatch.exit_status import ExitStatus, first_that_applies

README = Path(__file__).parent.parent / "README.md"


@pytest.mark.parametrize(("first", "second"), [*itertools.combinations(ExitStatus, 2)])
def test_the_first_of_the_table_outweighs_those_below_it(
    first: ExitStatus, second: ExitStatus
) -> None:
    assert first_that_applies(second, None, first) is first


def test_a_run_of_which_nothing_else_can_be_said_succeeded() -> None:
    assert first_that_applies() is ExitStatus.OK
    assert first_that_applies(None) is ExitStatus.OK


def test_the_readme_has_the_same_table_in_the_same_order() -> None:
    table = README.read_text().partition("## Exit status")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([0-9, ]+) \|", table, re.MULTILINE)

    assert [int(number) for row in rows for number in row.split(",")] == [*ExitStatus]


def test_the_help_has_the_same_table_in_the_same_order() -> None:
    assert [int(number) for number in re.findall(r"^  ([0-9]+) ", OVERVIEW, re.MULTILINE)] == [
        *ExitStatus
    ]
