from dataclasses import replace

import pytest

from awsbatch.event import Printed
from awsbatch.output.spool import MOST_MEMORY
from awsbatch.report.console import Console
from awsbatch.report.printout import Printout
from tests.report.event import ended, give, place, spool
from tests.report.terminal import Files


def test_output_that_waited_is_written_as_it_is(console: Console, files: Files) -> None:
    event = replace(ended(), stdout=spool(b"\xff\n"), stderr=spool(b"careful\n"))

    give(Printout(console), event, Printed(place(), "a line"))

    assert files.stdout == b"\xff\na line\n"
    assert files.stderr == "careful\n"


@pytest.mark.parametrize("size", [MOST_MEMORY, MOST_MEMORY + 1, 3 * MOST_MEMORY])
def test_a_lot_of_output_comes_back_from_the_disk(
    size: int, console: Console, files: Files
) -> None:
    out = spool(b"a")
    out.write(b"b" * (size - 2))
    out.write(b"c")

    give(Printout(console), replace(ended(), stdout=out))

    assert files.stdout == b"a" + b"b" * (size - 2) + b"c"


def test_an_abandoned_command_writes_no_more() -> None:
    out = spool(b"a")
    out.seal()
    out.write(b"b")

    assert out.drained() == b"a"
