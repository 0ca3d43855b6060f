"""Lines of every protocol and signature are the same on the wire with shortcuts as verbatim.

Each runs with some values, one after the other, as shortcuts are learnt, and is printed, and
then captured. `ways.json` has them: `%s` in a line is each of its `values`, and that of a
placeholder if it is `data`; `answers` are those of its requests, the last for all that follow.
`make test` takes the first row of each operation, `make sample` and `make law` the further ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.aws.batch import Ran
from tests.aws.fast_path.wire.pair import Came, Way, come, differences, in_turn, stage
from tests.aws_cli import VERSION, by_version
from tests.table import table

ROWS = [row for row in table("aws/fast_path/wire/ways") if row.get("only", VERSION) == VERSION]
PARTS = 6
SILENT = [
    # It wants a token of a login.
    "codecatalyst get-space",
    "s3 presign",
    # Signature version 4a, which wants the CRT.
    "events put-events",
    *by_version(["s3api get-object"], []),
]


def ways(rows: Sequence[dict[str, Any]]) -> Iterator[Way]:
    """Yield each printed and captured."""
    for row in rows:
        query = f" --query '{row['query']}'" if "query" in row else ""
        way = Way(
            row["line"],
            tuple(row.get("values", ("",))),
            in_turn(row.get("answers", ["{}"])),
            is_data=row.get("data", False),
            loose=row.get("loose", False),
            hours=row.get("hours", Way.hours),
        )
        yield replace(way, line=way.line + query)
        yield replace(way, captured=True)


def operation(row: dict[str, Any]) -> tuple[str, ...]:
    """Return the service and the operation of a row, or what is written in their place."""
    return tuple(row["line"].split()[:2])


FIRST = [*{operation(row): row for row in reversed(ROWS)}.values()][::-1]
"""The first row of each operation: every service is there, so every protocol and signature."""
FURTHER = [row for row in ROWS if row not in FIRST]


def parts(rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return rows in parts that workers share, those of a service in one."""
    services = [*dict.fromkeys(operation(row)[0] for row in rows)]
    chosen = [services[number::PARTS] for number in range(PARTS)]
    return [[row for row in rows if operation(row)[0] in each] for each in chosen]


@pytest.mark.parametrize("rows", parts(FIRST))
def test_lines_are_the_same(rows: Sequence[dict[str, Any]], tmp_path: Path) -> None:
    assert_the_same(rows, tmp_path)


@pytest.mark.law
@pytest.mark.parametrize("rows", parts(FURTHER))
def test_further_lines_are_the_same(rows: Sequence[dict[str, Any]], tmp_path: Path) -> None:
    assert_the_same(rows, tmp_path)


def assert_the_same(rows: Sequence[dict[str, Any]], folder: Path) -> None:
    """Run rows verbatim and with shortcuts; all that is sent and comes out has to be the same."""
    every = [*ways(rows)]
    with stage(folder) as (listener, clock):
        theirs = come(every, listener, clock, verbatim=True)
        ours = come(every, listener, clock, verbatim=False)
    pairs = zip(theirs, ours, strict=True)
    assert "\n\n".join(chain.from_iterable(differences(*pair) for pair in pairs)) == ""
    silent = {came[0].line for came in theirs if not any(each.requests for each in came)}
    assert [line for line in silent if not line.startswith(tuple(SILENT))] == []


@pytest.mark.parametrize(
    "ours",
    [
        Came("line", (b"POST / HTTP/1.1\r\n\r\n{ }",), Ran(0, "out", "")),
        Came("line", (b"POST / HTTP/1.1\r\n\r\n{}",) * 2, Ran(0, "out", "")),
        Came("line", (b"POST / HTTP/1.1\r\n\r\n{}",), Ran(255, "out", "")),
        Came("line", (b"POST / HTTP/1.1\r\n\r\n{}",), Ran(0, "out", "err")),
        Came("line", (b"POST / HTTP/1.1\r\n\r\n{}",), Ran(0, "out", ""), {}),
    ],
)
def test_whatever_is_not_the_same_is_told(ours: Came) -> None:
    theirs = Came("line", (b"POST / HTTP/1.1\r\n\r\n{}",), Ran(0, "out", ""))
    (told,) = differences([theirs], [ours])
    assert told.splitlines()[:3] == ["line", "--- verbatim", "+++ shortcuts"]
