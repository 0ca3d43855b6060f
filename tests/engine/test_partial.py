"""What a command did in part, by its own answer."""

from dataclasses import replace
from typing import Any

import pytest

from awsbatch.contract.outcome import Outcome, Partial
from awsbatch.engine.engine import Terms
from awsbatch.engine.halt import Halt
from awsbatch.engine.run_end import RunEnd
from tests.contract.fake_runner import Answer, FakeOutput, FakeRunner, ends, printed, run, told

FAILED = Partial("Errors", 1, ("AccessDenied",))
GAP = replace(FAILED, is_failure=False)


def partly(value: Any = None, partial: Partial = FAILED) -> Answer:
    return Answer(Outcome(0, value=value, partial=partial), stdout=b"out", stderr=b"err")


def test_the_run_goes_on_after_it() -> None:
    events = run("a b\nc d", runner=FakeRunner({"a b": partly()}))

    assert told(events) == [(1, "partial", "aws a b"), (2, "ok", "aws c d")]
    assert (ends(events)[0].exit_status, ends(events)[0].partial) == (0, FAILED)


def test_it_ends_a_block_with_set_e() -> None:
    events = run("set -e\na b\nc d", runner=FakeRunner({"a b": partly()}))

    assert told(events) == [(2, "partial", "aws a b"), (3, "skipped", "aws c d")]
    assert str(ends(events)[1].blame) == "1.aws:2 was partial"


def test_it_ends_the_run_with_halt() -> None:
    run_end = RunEnd(halt=Halt.SOON)
    events = run("a b\nc d", runner=FakeRunner({"a b": partly()}), run_end=run_end)

    assert told(events) == [(1, "partial", "aws a b")]


def test_a_capture_keeps_its_value() -> None:
    events = run("x = a b\nprint <<x>>", runner=FakeRunner({"a b": partly("v")}))

    assert told(events) == [(1, "partial", "aws a b")]
    assert printed(events) == ["v"]


@pytest.mark.parametrize("jobs", [1, 8])
def test_a_list_gets_it(jobs: int) -> None:
    script = "parallel for n in 1 2\n  x[] = @ignore=Partial a b <<n>>\nend\nprint <<join(',', x)>>"
    runner = FakeRunner({"a b 1": partly("v"), "a b 2": partly("w")})

    assert printed(run(script, runner=runner, terms=Terms(jobs=jobs))) == ["v,w"]


def test_a_list_gets_it_also_where_the_script_does_not_look_after_it() -> None:
    script = "for n in 1\n  x[] = a b\nend\nprint <<join(',', x)>>"
    events = run(script, runner=FakeRunner({"a b": partly("v")}))

    assert printed(events) == ["v"]


@pytest.mark.parametrize("code", ["Partial", "Part*", "*"])
def test_a_script_may_look_after_it_itself(code: str) -> None:
    script = f"set -e\nx = @ignore={code} a b\nprint <<x>>\nc d"
    events = run(script, runner=FakeRunner({"a b": partly("v")}))

    assert told(events) == [(2, "ignored", "aws a b"), (4, "ok", "aws c d")]
    assert printed(events) == ["v"]


def test_what_it_printed_stays() -> None:
    output = FakeOutput()
    run("@ignore=Partial a b", runner=FakeRunner({"a b": partly()}), output=output)

    assert (output.stdout.text(), output.stderr.text()) == ("out", "err")


def test_it_is_not_tried_again() -> None:
    runner = FakeRunner({"a b": partly()})
    run("@retry=3 a b", runner=runner)

    assert runner.commands == ["a b"]


def test_it_ends_a_while_after_its_command() -> None:
    events = run("while x = a b\n  c d\nend", runner=FakeRunner({"a b": partly("v")}))

    assert told(events) == [(1, "partial", "aws a b")]


def test_a_while_goes_on_where_the_script_looks_after_it() -> None:
    answers = [partly("v"), Answer()]
    events = run("while x = @ignore=Partial a b\n  c d\nend", runner=FakeRunner({"a b": answers}))

    assert told(events) == [
        (1, "ignored", "aws a b"),
        (2, "ok", "aws c d"),
        (1, "ok", "aws a b"),
    ]


def test_an_if_that_asks_a_command_is_skipped_after_it() -> None:
    script = "if a b\n  c d\nelse\n  e f\nend"
    events = run(script, runner=FakeRunner({"a b": partly()}))

    assert told(events) == [(1, "partial", "aws a b")]


def test_to_an_if_that_expects_it_it_is_a_no() -> None:
    script = "if @ignore=Partial a b\n  c d\nelse\n  e f\nend"
    events = run(script, runner=FakeRunner({"a b": partly()}))

    assert told(events) == [(1, "ignored", "aws a b"), (4, "ok", "aws e f")]


def test_what_could_not_be_read_is_no_failure() -> None:
    events = run("set -e\nx = a b\nprint <<x>>", runner=FakeRunner({"a b": partly("v", GAP)}))

    assert told(events) == [(2, "ok", "aws a b")]
    assert ends(events)[0].partial == GAP
    assert printed(events) == ["v"]
