"""`finally`: it runs however the run went, and never as something else than was meant."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.contract.outcome import Ending, Outcome
from awsbatch.engine.engine import Engine, Terms
from awsbatch.engine.run_end import RunEnd
from awsbatch.event import LeftOut, Refused
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Statement
from awsbatch.language.parser import read
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    FakeRunner,
    ends,
    fails,
    gives,
    happening,
    interrupt,
    outermost,
    printed,
    raises,
    run,
    told,
)


def test_it_runs_after_success_and_after_failure() -> None:
    runner = FakeRunner({"fail": fails()})
    run("aws a\nfinally\naws z\nend\n", runner=runner)
    run("aws fail\nfinally\naws z\nend\n", runner=runner)
    run("set -e\naws fail\naws b\nfinally\naws z\nend\n", runner=runner)
    assert runner.commands == ["a", "z", "fail", "z", "fail", "z"]


def test_it_runs_after_an_assert_that_stopped_the_run() -> None:
    runner = FakeRunner()
    run("aws a\nassert <<`false`>> no\naws b\nfinally\naws z\nend\n", "aws c\n", runner=runner)
    assert runner.commands == ["a", "z"]


@pytest.mark.parametrize(
    "text",
    [
        "assert <<`false`>> no\naws a\n",
        "x = aws get\nassert <<x == `1`>> no\naws a\n",
        "aws get\nparallel for x in 1 2\naws get one <<x>>\nend\n",
        "if @ignore=No aws get\nprint a\nend\n",
        "x = aws assume --role-arn r\n",
        "aws s a <<`null`>>\n",
        "print a\n",
        "aws get > /dev/null\nprint a > /dev/null\n",
    ],
)
def test_it_is_left_out_if_nothing_was_begun_that_may_change_something(text: str) -> None:
    runner = FakeRunner({"get": gives(2)})
    events = run(f"{text}finally\naws z\nprint z\nend\n", runner=runner)
    assert "z" not in runner.commands
    assert "z" not in printed(events)
    assert [str(event.place) for event in events if isinstance(event, LeftOut)] == [
        f"1.aws:{text.count(chr(10)) + 1}"
    ]


@pytest.mark.parametrize("command", ["make", "take", "get > kept", "print x > kept"])
@pytest.mark.parametrize(
    "rest", ["", "assert <<`false`>> no\n", "set -e\naws fail\n", "aws stop\naws b\n"]
)
def test_it_runs_once_something_that_may_change_has_begun(
    command: str, rest: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    run_end = RunEnd()
    runner = FakeRunner({"fail": fails(), "stop": Answer(act=lambda: interrupt(run_end))})
    line = command if command.startswith("print") else f"aws {command}"
    events = run(f"aws get\n{line}\n{rest}finally\naws z\nend\n", runner=runner, run_end=run_end)
    assert runner.commands[-1] == "z"
    assert "b" not in runner.commands
    assert not [event for event in events if isinstance(event, LeftOut)]


@pytest.mark.parametrize("text", ["x = aws make\n", "if @ignore=No aws make\n"])
def test_a_command_whose_output_is_kept_counts_like_any_other(text: str) -> None:
    for end in ("", "assert <<`false`>> no\n", "set -e\naws fail\n"):
        runner = FakeRunner({"make": gives("vpc-1"), "fail": fails()})
        block = f"{text}print a\nend\n" if text.startswith("if") else text
        events = run(f"{block}{end}finally\naws z\nend\n", runner=runner)
        assert runner.commands[-1] == "z", told(events)


def test_a_command_that_was_abandoned_or_failed_may_have_changed_something() -> None:
    for answer in (raises(KeyboardInterrupt()), fails()):
        runner = FakeRunner({"make": answer})
        run("x = aws make\nfinally\naws z\nend\n", runner=runner, run_end=RunEnd())
        assert runner.commands == ["make", "z"]


def test_what_commands_do_is_asked_until_one_changes_something_and_only_for_it() -> None:
    runner = FakeRunner()
    run("aws get\naws make\n", "aws make\n", runner=runner)
    assert runner.asked == []
    run("aws get\naws make\naws get\nfinally\naws make\nend\n", runner=runner)
    assert runner.asked == ["get", "make"]


def test_what_one_file_changed_is_no_matter_of_the_next() -> None:
    runner = FakeRunner()
    events = run("aws make\n", "aws get\nfinally\naws z\nend\n", runner=runner)
    assert runner.commands == ["make", "get"]
    assert [str(event.place) for event in events if isinstance(event, LeftOut)] == ["2.aws:2"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_side_by_side_a_capture_counts_as_well(jobs: int) -> None:
    runner = FakeRunner({"s make 1": gives("a"), "s make 2": gives("b")})
    text = (
        "parallel for x in 1 2\nids[] = aws s make <<x>>\nend\nfinally\naws s z <<ids[0]>>\nend\n"
    )
    run(text, runner=runner, terms=Terms(jobs=jobs))
    assert runner.commands[-1] == "s z a"


def test_each_file_has_its_own() -> None:
    runner = FakeRunner()
    first = "aws a\nassert <<`false`>> no\nfinally\naws y\nend\n"
    run(first, "aws b\nfinally\naws z\nend\n", runner=runner)
    assert runner.commands == ["a", "y"]


def test_it_runs_after_a_request_and_starts_nothing_else() -> None:
    run_end = RunEnd()
    runner = FakeRunner({"a": Answer(act=lambda: interrupt(run_end))})
    run(
        "aws a\naws b\nfinally\nfor x in 1 2\naws s z <<x>>\nend\nend\n",
        runner=runner,
        run_end=run_end,
    )
    assert runner.commands == ["a", "s z 1", "s z 2"]


def test_it_runs_after_a_second_request_and_a_broken_pipe() -> None:
    for answer in (raises(KeyboardInterrupt()), raises(BrokenPipeError())):
        runner = FakeRunner({"a": answer})
        events = run("aws a\nfinally\naws z\nend\n", runner=runner, run_end=RunEnd())
        assert told(events) == [(1, "abandoned", "aws a"), (3, "ok", "aws z")]


def test_a_first_request_in_it_changes_nothing_and_a_second_abandons_one_command() -> None:
    run_end = RunEnd()

    def twice() -> None:
        interrupt(run_end)
        interrupt(run_end)

    runner = FakeRunner({"y": Answer(act=lambda: interrupt(run_end)), "z": Answer(act=twice)})
    text = "aws a\nfinally\naws y\nfor x in 1\naws z\naws b\nend\naws c\nend\n"
    events = run(text, runner=runner, run_end=run_end)
    assert told(events) == [
        (1, "ok", "aws a"),
        (3, "ok", "aws y"),
        (5, "abandoned", "aws z"),
        (6, "skipped", "aws b"),
        (8, "ok", "aws c"),
    ]
    assert run_end.requested


def test_an_interrupted_outcome_in_it_does_not_end_it() -> None:
    runner = FakeRunner({"y": Answer(Outcome(130, ending=Ending.ABANDONED))})
    run("aws a\nfinally\naws y\naws z\nend\n", runner=runner, run_end=RunEnd())
    assert runner.commands == ["a", "y", "z"]


def test_an_assert_in_it_ends_it() -> None:
    runner = FakeRunner()
    text = "aws a\nfinally\nfor x in 1 2\nassert <<`false`>> no\nend\naws z\nend\n"
    events = run(text, "aws b\n", runner=runner)
    assert runner.commands == ["a"]
    assert sum(isinstance(event, Refused) for event in events) == 1


def test_an_assert_in_it_stops_a_run_that_was_not_stopped_before() -> None:
    last = "finally\nassert <<`false`>> no\nend\n"
    for text, expected in (
        (f"aws a\n{last}", [False]),
        (f"aws a\nassert <<`false`>> no\n{last}", [False, True]),
    ):
        events = run(text, runner=FakeRunner())
        assert [event.late for event in events if isinstance(event, Refused)] == expected


def test_set_e_above_does_not_end_it_and_inside_does() -> None:
    runner = FakeRunner({"fail": fails()})
    run("set -e\naws a\nfinally\naws fail\naws y\nend\n", runner=runner, terms=Terms(errexit=True))
    run("aws a\nfinally\nset -e\naws fail\naws z\nend\n", runner=runner)
    assert runner.commands == ["a", "fail", "y", "a", "fail"]


def test_it_sees_the_names_and_defaults_of_the_file() -> None:
    runner = FakeRunner({"get": gives("v")})
    text = "x = aws get\ndefaults --region r\naws a\nfinally\naws s z <<x>>\nend\n"
    run(text, runner=runner)
    assert runner.commands[-1] == "s z v --region r"


def test_a_name_that_was_not_reached_is_not_set() -> None:
    text = """\
aws a
assert <<`false`>> no
x = aws get
finally
    aws s y <<x>>
    if <<x>>
        aws s y
    end
    aws z
end
"""
    events = run(text)
    assert told(events)[1:] == [
        (5, "skipped", "aws s y <<x>>"),
        (6, "skipped", ""),
        (9, "ok", "aws z"),
    ]
    assert str(ends(events)[1].blame) == "1.aws:3 was not reached"


@pytest.mark.parametrize(
    ("text", "blame"),
    [
        ("aws a\nassert <<`false`>>\ndefaults --profile p\n", "1.aws:3 was not reached"),
        ("aws a\nx = aws fail\ndefaults --profile <<x>>\n", "1.aws:2 failed"),
        ("set -e\naws a\naws fail\ndefaults --profile p\n", "1.aws:3 failed"),
        (
            "aws a\nassert <<`false`>>\ndefaults --profile p\ndefaults --region r\n",
            "1.aws:3 was not reached",
        ),
    ],
)
def test_it_is_skipped_without_the_defaults_that_it_was_to_have(text: str, blame: str) -> None:
    runner = FakeRunner({"fail": fails()})
    events = run(f"{text}finally\naws z\nprint z\nend\n", runner=runner)
    assert "z" not in runner.commands
    assert printed(events) == []
    last = ends(events)[-1]
    assert (last.status.value, str(last.blame)) == ("skipped", blame)


def test_it_sees_what_was_added_to_a_list_although_some_failed() -> None:
    runner = FakeRunner({"s make 1": gives("a"), "s make 2": fails()})
    text = """\
for x in 1 2
    made[] = aws s make <<x>>
    aws touch
end
aws s use <<made>>
finally
    for one in <<made>>
        aws s delete <<one>>
    end
end
"""
    events = run(text, runner=runner)
    assert runner.commands[-1] == "s delete a"
    assert (5, "skipped", "aws s use <<made>>") in told(events)


@pytest.mark.parametrize("block", ["if <<`true`>>", "parallel"])
def test_a_name_that_a_block_did_not_come_to_is_not_set(block: str) -> None:
    run_end = RunEnd()
    runner = FakeRunner({"a": Answer(act=lambda: interrupt(run_end))})
    text = f"{block}\naws a\nx = aws get\nend\nfinally\naws s y <<x || 'default'>>\nend\n"
    events = run(text, runner=runner, run_end=run_end)
    assert runner.commands == ["a"]
    assert str(ends(events)[-1].blame) == "1.aws:3 was not reached"


def test_a_capture_that_was_abandoned_is_to_blame_for_what_needs_it() -> None:
    runner = FakeRunner({"get": raises(KeyboardInterrupt())})
    events = run("aws a\nx = aws get\nfinally\nprint <<x>>\nend\n", runner=runner)
    assert str(ends(events)[-1].blame) == "1.aws:2 was abandoned"


def test_it_makes_no_half_list_whole_for_the_next_file() -> None:
    runner = FakeRunner({"s make 1": gives("a"), "s make 2": fails()})
    first = "for x in 1 2\nmade[] = aws s make <<x>>\nend\naws touch\nfinally\naws z\nend\n"
    events = run(first, "aws s keep <<made>>\n", runner=runner)
    assert told(events)[-1] == (1, "skipped", "aws s keep <<made>>")


def test_a_loop_in_it_that_is_skipped_is_told_of() -> None:
    text = "aws a\nassert <<`false`>> no\ndefaults --profile p\n"
    text += "finally\nfor x in 1 2\naws b\nend\nend\n"
    assert told(run(text))[-1] == (5, "skipped", "")


def test_in_a_stream_it_runs_when_it_has_been_read() -> None:
    runner = FakeRunner({"fail": fails()})

    def statements() -> Iterator[Statement | ScriptError]:
        yield from read(["aws a\n", "aws fail\n", "finally\n", "aws z\n", "end\n"], "-")

    list(happening(Engine(runner, FakeOutput(), outermost()).stream(statements())))
    assert runner.commands == ["a", "fail", "z"]


def test_in_a_stream_a_capture_counts_as_well() -> None:
    runner = FakeRunner({"make": gives("vpc-1")})
    lines = ["x = aws make\n", "finally\n", "aws s z <<x>>\n", "end\n"]
    list(happening(Engine(runner, FakeOutput(), outermost()).stream(read(lines, "-"))))
    assert runner.commands == ["make", "s z vpc-1"]


def test_in_a_stream_of_what_only_reads_it_is_left_out() -> None:
    runner = FakeRunner()
    lines = ["aws get\n", "finally\n", "aws z\n", "end\n"]
    events = list(happening(Engine(runner, FakeOutput(), outermost()).stream(read(lines, "-"))))
    assert runner.commands == ["get"]
    assert isinstance(events[-1], LeftOut)


def test_in_a_stream_with_errexit_the_first_failure_is_the_end() -> None:
    runner = FakeRunner({"fail": fails()})
    left = read(["aws a\n", "aws fail\n", "aws b\n", "finally\n", "aws z\n", "end\n"], "-")
    run_end = RunEnd()
    list(
        happening(
            Engine(runner, FakeOutput(), outermost(), Terms(errexit=True), run_end=run_end).stream(
                left
            )
        )
    )
    assert runner.commands == ["a", "fail"]
    assert len(list(left)) == 2
    assert run_end.requested
