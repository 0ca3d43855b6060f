from collections.abc import Iterable
from typing import Any

import pytest

from awsbatch.check.name_use import NameCheck
from awsbatch.fault.caret import render
from awsbatch.fault.error import ScriptError
from awsbatch.language.parser import parse, parse_all, read
from tests.contract.fake_catalog import FakeCatalog
from tests.contract.option_table import OPTIONS
from tests.language import outline
from tests.table import table


@pytest.mark.parametrize("case", table("check/name_faults"), ids=lambda case: repr(case["text"]))
def test_a_name_is_set_before_it_is_used_and_once(case: dict[str, Any]) -> None:
    script, faults = parse_all(case["text"], outline.FILE)
    names = NameCheck(OPTIONS, FakeCatalog, parallel=case.get("parallel", False))
    _know(names, case["known"])
    names.expect(script.statements)

    found = [fault for statement in script.statements for fault in names.check(statement)]

    assert not faults
    assert [render(fault).split("\n") for fault in found] == case["faults"]


def test_a_stream_is_checked_one_statement_at_a_time() -> None:
    names = NameCheck(OPTIONS, FakeCatalog)
    _know(names, ["known"])
    lines = ["a = <<known>>", "print <<b>>", "b = <<a>>", "print <<b>>"]

    statements = [item for item in read(lines, "-") if not isinstance(item, ScriptError)]
    faults = [len(names.check(statement)) for statement in statements]

    assert faults == [0, 1, 0, 0]


def test_side_by_side_the_names_of_one_file_are_known_to_the_next() -> None:
    names = NameCheck(OPTIONS, FakeCatalog, parallel=True)
    texts = ["a = <<'1'>>\nb = <<'2'>>", "print <<a>>\nprint <<b>>", "c = <<a>>\nprint <<b>>\n"]

    faults = []
    for text in texts:
        statements = parse(text, "f.aws").statements
        names.expect(statements)
        faults += [fault for statement in statements for fault in names.check(statement)]

    assert faults == []


def test_side_by_side_the_names_of_one_file_cannot_be_added_to_in_the_next() -> None:
    names = NameCheck(OPTIONS, FakeCatalog, parallel=True)
    for statement in parse("x = <<[`1`]>>\n", "f.aws").statements:
        names.check(statement)
    statements = parse("for y in a\n  x[] = <<y>>\nend\n", "g.aws").statements
    names.expect(statements)

    (fault,) = [fault for statement in statements for fault in names.check(statement)]

    assert fault.message == "`x` is set in f.aws:1, and cannot be added to beside other lines"


def test_side_by_side_no_line_can_end_the_others_by_set_e() -> None:
    names = NameCheck(OPTIONS, FakeCatalog, parallel=True)
    script = parse("set -e\nset +e\naws s3 ls\nfor x in a\nset -e\naws s3 ls\nend\n", "f.aws")

    (fault,) = [fault for each in script.statements for fault in names.check(each)]

    assert render(fault).split("\n") == [
        "error: `set -e` ends nothing here: with `-P`, a failure keeps no other line from its turn",
        " --> f.aws:1:1",
        "  |",
        "1 | set -e",
        "  | ^^^ delete it: `-e` ends the run after this file, `--halt soon` at its first failure",
    ]


def test_side_by_side_the_names_of_a_file_are_known_to_a_stream() -> None:
    names = NameCheck(OPTIONS, FakeCatalog, parallel=True)
    statements = parse("a = <<'1'>>\nprint <<a>>\nprint <<a>>\n", "f.aws").statements

    names.check(statements[0])
    names.join()

    assert [len(names.check(statement)) for statement in statements[1:]] == [0, 0]


def test_the_names_of_one_file_are_known_to_the_next() -> None:
    names = NameCheck(OPTIONS, FakeCatalog)
    _know(names, ["known"])

    for statement in parse("a = <<known>>\nfor b in c\n  d = <<b>>\nend", "f.aws").statements:
        names.check(statement)
    known, unknown = parse("print <<a>> <<args>> <<env>>\nprint <<b>> <<d>>", "g.aws").statements

    assert names.check(known) == []
    assert len(names.check(unknown)) == 2


def _know(names: NameCheck, inputs: Iterable[str]) -> None:
    """Let a file before have these inputs."""
    for name in inputs:
        for statement in parse(f"input {name}\n", "before.aws").statements:
            assert not names.check(statement)
