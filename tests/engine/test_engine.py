"""How a script becomes events."""

from collections.abc import Iterator
from datetime import timezone

import pytest

from awsbatch.contract.outcome import Ending, Failure, Outcome
from awsbatch.contract.word import Data
from awsbatch.engine.engine import Engine
from awsbatch.event import (
    Blame,
    Ended,
    Known,
    NoRound,
    Printed,
    Started,
    Status,
)
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Statement
from awsbatch.language.parser import parse, read
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    FakeRunner,
    ends,
    fails,
    gives,
    happening,
    kept,
    known,
    outermost,
    printed,
    run,
    told,
)
from tests.contract.option_table import OPTIONS


def test_commands_run_in_order_and_tell_of_their_start_and_end() -> None:
    events = run("aws a b\naws c --d 'e f'\n")
    shapes = [type(event) for event in events]
    assert shapes == [Known, Started, Ended, Started, Ended]
    assert [event.seq for event in events if isinstance(event, Started)] == [1, 2]
    assert ends(events)[1].argv == ("aws", "c", "--d", "e f")


def test_an_end_carries_what_came_of_the_command() -> None:
    (end,) = ends(run("aws a b\n", runner=FakeRunner({"a b": fails("Throttling", 254)})))
    assert (end.exit_status, end.failure) == (254, Failure("Throttling", "no"))
    assert end.started.tzinfo is timezone.utc
    assert end.seconds >= 0
    assert (end.seq, end.round, end.stdout, end.stderr) == (1, (), None, None)
    assert str(end.place) == "1.aws:1"


def test_a_failure_does_not_keep_later_commands_from_running() -> None:
    events = run("aws a\naws b\n", runner=FakeRunner({"a": fails()}))
    assert told(events) == [(1, "failed", "aws a"), (2, "ok", "aws b")]


def test_output_goes_through_as_it_comes() -> None:
    output = FakeOutput()
    runner = FakeRunner({"a": Answer(stdout=b"out\xff", stderr=b"err")})
    run("aws a\n", runner=runner, output=output)
    assert (output.stdout.content(), output.stderr.content()) == (b"out\xff", b"err")
    assert runner.live == [True]


def test_without_an_output_the_end_carries_what_was_printed() -> None:
    runner = FakeRunner({"a": Answer(stdout=b"out", stderr=b"err")})
    (script,) = [parse("aws a\n", "1.aws")]
    events = list(happening(Engine(runner, None, outermost()).run(script)))
    assert [kept(end) for end in ends(events)] == [(b"out", b"err")]
    assert runner.live == [False]


def test_a_capture_keeps_the_result_in_its_name() -> None:
    runner = FakeRunner({"get": gives({"Id": 7})})
    events = run("x = aws get\naws use --id <<x.Id>>\n", runner=runner)
    assert runner.words[1] == [("use",), ("--id",), (Data("7"),)]
    assert ends(events)[0].value == {"Id": 7}


def test_a_capture_without_output_is_null() -> None:
    events = run("x = aws get\nprint <<x == null>>\n")
    assert printed(events) == ["true"]


def test_a_statement_that_needs_what_a_failed_capture_did_not_set_is_skipped() -> None:
    runner = FakeRunner({"get": fails()})
    text = "x = aws get\naws use --id <<x.Id>> --y <<y>> <<'z'>>\nprint <<x>>\naws other\n"
    events = run(text, runner=runner, scope=outermost({"y": 1}))
    assert runner.commands == ["get", "other"]
    assert told(events) == [
        (1, "failed", "aws get"),
        (2, "skipped", "aws use --id <<x.Id>> --y <<y>> <<'z'>>"),
        (3, "skipped", ""),
        (4, "ok", "aws other"),
    ]
    skipped = ends(events)[1]
    assert skipped.exit_status is None
    assert skipped.blame is not None
    assert skipped.blame.place.line == 1


def test_what_is_computed_from_an_unset_name_is_unset_with_the_same_blame() -> None:
    runner = FakeRunner({"get": fails()})
    text = "x = aws get\ny = <<x>>\nz = aws s get2 <<y || 'default'>>\naws s use <<z>>\n"
    events = run(text, runner=runner)
    assert [status for _, status, _ in told(events)] == ["failed", "skipped", "skipped", "skipped"]
    assert {end.blame.place.line for end in ends(events) if end.blame} == {1}


def test_a_loop_over_an_unset_name_is_skipped_whole() -> None:
    runner = FakeRunner({"get": fails()})
    events = run("x = aws get\nfor a in <<x>>\naws s use <<a>>\nend\naws c\n", runner=runner)
    assert told(events) == [(1, "failed", "aws get"), (2, "skipped", ""), (5, "ok", "aws c")]


def test_a_name_that_failed_to_be_set_again_is_not_the_old_value() -> None:
    runner = FakeRunner({"get1": gives("old"), "get2": fails()})
    run("x = aws get1\nx = aws get2\naws s use <<x>>\n", runner=runner)
    assert runner.commands == ["get1", "get2"]


def test_a_name_that_is_set_again_after_a_failure_has_a_value() -> None:
    runner = FakeRunner({"get1": fails(), "get2": gives("new")})
    run("x = aws get1\nx = aws get2\naws s use <<x>>\n", runner=runner)
    assert runner.commands[-1] == "s use new"


def test_a_null_placeholder_fails_the_command_without_running_it() -> None:
    runner = FakeRunner()
    events = run("aws a --id <<x>>\naws b\n", runner=runner, scope=outermost({"x": None}))
    assert runner.commands == ["b"]
    end = ends(events)[0]
    assert (end.status.value, end.exit_status) == ("failed", 2)
    assert end.argv == ("aws", "a", "--id", "<<x>>")
    assert end.error is not None
    assert end.error.message == "`x` is null"


def test_a_capture_at_fault_does_not_set_its_name() -> None:
    runner = FakeRunner()
    run("y = aws s a <<x>>\naws s b <<y>>\n", runner=runner, scope=outermost({"x": None}))
    assert runner.commands == []


def test_an_assignment_that_cannot_be_computed_does_not_set_its_name() -> None:
    events = run("y = <<x < 'a'>>\naws s b <<y>>\n", scope=outermost({"x": 1}))
    assert told(events) == [(1, "failed", ""), (2, "skipped", "aws s b <<y>>")]


def test_a_loop_runs_a_round_for_each_value_and_numbers_it() -> None:
    text = """\
for x in a b
    aws s outer <<x>>
    for y in <<[`1`, `2`]>>
        aws s inner <<x>><<y>>
    end
end
"""
    events = run(text)
    assert [(" ".join(end.argv[1:]), end.round) for end in ends(events)] == [
        ("s outer a", (1,)),
        ("s inner a1", (1, 1)),
        ("s inner a2", (1, 2)),
        ("s outer b", (2,)),
        ("s inner b1", (2, 1)),
        ("s inner b2", (2, 2)),
    ]


def test_a_command_tells_what_the_loops_around_it_have_set() -> None:
    events = run("for x in a\nfor y in <<[{k: 'é'}]>>\naws s\nend\nend\n")
    (start,) = (event for event in events if isinstance(event, Started))
    (end,) = ends(events)
    assert [(each.name, each.text) for each in start.values] == [("x", "a"), ("y", "{k: é}")]
    assert end.values == start.values


def test_a_while_loop_tells_what_its_command_gave() -> None:
    runner = FakeRunner({"get": [gives("a"), gives(None)]})
    events = run("while x = aws get\naws use\nend\n", runner=runner)
    assert [[(v.name, v.text) for v in end.values] for end in ends(events)] == [
        [],
        [("x", "a")],
        [],
    ]


def test_elements_of_a_loop_keep_their_types() -> None:
    events = run(
        "for x in <<x>>\nprint <<type(x)>>\nend\n".replace("in <<x>>", "in <<all>>"),
        scope=outermost({"all": [1, "a", {}, [], None]}),
    )
    assert printed(events) == ["number", "string", "object", "array", "null"]


def test_a_loop_over_null_or_an_empty_list_has_no_round() -> None:
    text = "for x in <<a>> <<b>>\naws c\nend\n"
    (event,) = run(text, scope=outermost({"a": None, "b": []}))
    assert isinstance(event, NoRound)
    assert str(event.place) == "1.aws:1"


def test_a_while_loop_whose_command_gives_nothing_at_first_has_no_round() -> None:
    text = "for n in 1 2\n@rounds=1 while x = aws s get <<n>>\ny = <<x>>\nend\nend\n"
    runner = FakeRunner({"s get 1": [gives("a"), gives(None)], "s get 2": gives(None)})
    events = run(text, runner=runner)
    assert [str(event.place) for event in events if isinstance(event, NoRound)] == ["1.aws:2"]
    assert runner.commands == ["s get 1", "s get 1", "s get 2"]


def test_a_command_that_was_skipped_is_told_with_its_defaults() -> None:
    runner = FakeRunner({"get --region x": fails()})
    text = "defaults --region x\na = aws get\naws s use <<a>>\n"
    assert told(run(text, runner=runner))[1] == (3, "skipped", "aws s use <<a>> --region x")


def test_names_of_a_round_live_in_that_round() -> None:
    runner = FakeRunner({"s get 1": gives("one"), "s get 2": fails(), "s get 3": gives("three")})
    text = "for x in 1 2 3\nv = aws s get <<x>>\naws s use <<v>>\nend\n"
    events = run(text, runner=runner)
    assert runner.commands == ["s get 1", "s use one", "s get 2", "s get 3", "s use three"]
    assert [(end.round, end.status.value) for end in ends(events)][2:4] == [
        ((2,), "failed"),
        ((2,), "skipped"),
    ]


def test_names_around_a_loop_are_seen_in_it() -> None:
    events = run(
        "a = <<'A'>>\nfor x in 1\nb = <<'B'>>\nfor y in 2\nprint <<a>><<b>><<x>><<y>>\nend\nend\n"
    )
    assert printed(events) == ["AB12"]


def test_files_share_their_names() -> None:
    events = run("a = <<'A'>>\n", "print <<a>>\n")
    assert printed(events) == ["A"]


def test_args_and_the_environment_are_names() -> None:
    events = run(
        "print <<args[1]>> <<env.HOME>>\n", scope=outermost(args=["a", "b"], env={"HOME": "/h"})
    )
    assert printed(events) == ["b /h"]


def test_print_joins_its_words_with_a_space() -> None:
    events = run("print a  'b  c' <<x>>\nprint\n", scope=outermost({"x": {"k": [1]}}))
    assert printed(events) == ['a b  c {"k":[1]}', ""]


def test_print_of_null_fails() -> None:
    (end,) = ends(run("print <<x>>\n", scope=outermost({"x": None})))
    assert (end.status.value, end.exit_status) == ("failed", 2)
    assert end.error is not None
    assert end.error.message == "`x` is null"


@pytest.mark.parametrize(
    "text",
    [
        "aws a\nx = aws b\nprint c\n",
        "for x in 1 2\naws a\nfor y in 3 4\nz = aws b\nend\nend\n",
        "x = aws fail\naws s a <<x>>\ny = <<x>>\nfor a in <<x>>\naws b\nend\nprint <<x>>\n",
        "x = aws fail\ndefaults --region <<x>>\naws a\nfor a in 1\naws b\nend\naws c\n",
        "for i in 1 2\nx = aws fail\ndefaults --region <<x>>\naws a\nend\naws s b <<null>>\n",
    ],
)
def test_as_many_commands_end_as_were_known(text: str) -> None:
    events = run(text, runner=FakeRunner({"fail": fails()}))
    assert known(events) == len(ends(events))


def test_what_is_known_comes_first_for_all_files() -> None:
    assert run("aws a\naws b\n", "aws c\n")[0] == Known(3)


def stream(lines: list[str], runner: FakeRunner) -> Iterator[object]:
    engine = Engine(runner, FakeOutput(), outermost(), options=OPTIONS)
    return happening(engine.stream(read(lines, "-")))


def test_a_stream_starts_each_statement_as_it_comes() -> None:
    runner = FakeRunner()
    seen: list[int] = []

    def statements() -> Iterator[Statement | ScriptError]:
        for statement in parse("aws a\naws b\nprint c\n", "-").statements:
            seen.append(len(runner.commands))
            yield statement

    events = list(happening(Engine(runner, FakeOutput(), outermost()).stream(statements())))
    assert seen == [0, 1, 2]
    assert [event for event in events if isinstance(event, Known)] == [Known(1), Known(1)]
    assert isinstance(events[-1], Printed)


def test_a_faulty_statement_of_a_stream_counts_as_failed_and_the_stream_goes_on() -> None:
    runner = FakeRunner()
    events = list(stream(["aws a\n", "aws b | c\n", "aws d\n"], runner))
    assert runner.commands == ["a", "d"]
    fault = [event for event in events if isinstance(event, Ended)][1]
    assert (fault.status.value, fault.exit_status, fault.argv) == ("failed", 2, ())
    assert isinstance(fault.error, ScriptError)
    assert fault.place == fault.error.place
    assert fault.seq == 2


@pytest.mark.parametrize(
    "faulty",
    [
        "defaults --profile $P\n",
        "defaults \\\n  --profile $P\n",
        "export AWS_PROFILE=prod\n",
        "set -x\n",
        "AWS_PROFILE=prod\n",
        "unset AWS_PROFILE\n",
        ". ./prod.env\n",
        "if [ -z $1 ]; then exit 1; fi\n",
        "exit 1\n",
        "asert <<`false`>> no\n",
        "defaults: --profile $P\n",
        "default --profile prod\n",
        "Defaults --profile prod\n",
        "assert true no\n",
    ],
)
def test_a_faulty_defaults_of_a_stream_skips_the_rest(faulty: str) -> None:
    runner = FakeRunner()
    lines = faulty.splitlines(keepends=True)
    events = list(stream(["aws s a\n", *lines, "aws s b\n"], runner))
    assert runner.commands == ["s a"]
    ended = [event for event in events if isinstance(event, Ended)]
    assert [event.status.value for event in ended] == ["ok", "failed", "skipped"]
    assert ended[2].blame == Blame(ended[1].place)


def test_a_print_that_a_faulty_defaults_of_a_stream_leaves_out_is_told() -> None:
    events = list(stream(["defaults --profile $P\n", "print a\n", "aws s b\n"], FakeRunner()))
    ended = [event for event in events if isinstance(event, Ended)]
    assert [(event.place.line, event.status.value) for event in ended] == [
        (1, "failed"),
        (2, "skipped"),
        (3, "skipped"),
    ]


@pytest.mark.parametrize(
    "faulty",
    ["x = aws get $NEW\n", "x = <<b..c>>\n", "x = <<foo[>>\n", "x=b\n", "x = aws get > f\n"],
)
def test_a_faulty_assignment_of_a_stream_leaves_no_earlier_value(faulty: str) -> None:
    runner = FakeRunner()
    events = list(stream(["x = <<'a'>>\n", faulty, "aws s use <<x>>\n", "aws s b\n"], runner))
    assert runner.commands == ["s b"]
    ended = [event for event in events if isinstance(event, Ended)]
    assert [event.status.value for event in ended] == ["failed", "skipped", "ok"]
    assert ended[1].blame == Blame(ended[0].place)


def test_a_stream_keeps_names_and_defaults_from_statement_to_statement() -> None:
    runner = FakeRunner({"get": gives("v")})
    list(stream(["x = aws get\n", "defaults --region r\n", "aws s use <<x>>\n"], runner))
    assert runner.commands == ["get", "s use v --region r"]


@pytest.mark.parametrize(
    "line",
    [
        "aws s a --profile <<x>>",
        "aws s a --profile=<<x>>",
        "aws s a --prof <<x>>",
        "defaults --region <<x>>",
        "aws s a --endpoint-url <<x>>",
    ],
)
def test_an_empty_value_does_not_choose_the_default_account(line: str) -> None:
    runner = FakeRunner()
    events = run(f"{line}\naws s b --name <<x>>\n", runner=runner, scope=outermost({"x": ""}))
    assert "s a" not in " ".join(runner.commands)
    error = ends(events)[0].error
    assert error is not None
    assert (error.message, error.hint) == (
        "`x` is an empty string",
        "guard it with `if`, or write `<<x || ''>>` where empty is meant",
    )


@pytest.mark.parametrize("value", [10**5000, {"a": 10**5000}], ids=["alone", "inside"])
def test_a_number_that_cannot_be_written_is_a_fault(value: object) -> None:
    (end,) = ends(run("aws s a --x <<x>>\n", scope=outermost({"x": value})))
    assert (end.status.value, end.exit_status) == ("failed", 2)


def test_what_nests_too_deeply_is_a_fault() -> None:
    value: object = None
    for _ in range(100_000):
        value = [value]
    (end,) = ends(run("aws s a --x <<x>>\n", scope=outermost({"x": {"a": value}})))
    assert (end.status.value, end.exit_status) == ("failed", 2)


def test_a_faulty_block_of_a_stream_that_holds_a_guard_skips_the_rest() -> None:
    runner = FakeRunner()
    lines = ["if <<`true`>>\n", "assert <<`false`>> no\n", "print $HOME\n", "end\n", "aws a\n"]
    list(stream(lines, runner))
    assert runner.commands == []


def test_a_command_that_was_abandoned_has_no_failure_of_its_own() -> None:
    failure = Failure("KeyboardInterrupt", "")
    outcome = Outcome(130, failure=failure, ending=Ending.ABANDONED)

    (end,) = ends(run("aws a\n", runner=FakeRunner({"a": Answer(outcome)})))

    assert (end.status, end.exit_status, end.failure) == (Status.ABANDONED, None, None)
