"""Blocks: which of their statements run, how often, and what a failure in them ends."""

import pytest

from awsbatch.engine.engine import Terms
from awsbatch.event import Refused
from tests.contract.fake_runner import (
    FakeRunner,
    Hurried,
    ends,
    fails,
    gives,
    known,
    outermost,
    printed,
    run,
    told,
)

IF = "if <<a>>\nprint a\nelse if <<b>>\nprint b\nelse\nprint c\nend\n"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ({"a": True, "b": True}, "a"),
        ({"a": 0, "b": True}, "a"),
        ({"a": " ", "b": True}, "a"),
        ({"a": False, "b": [0]}, "b"),
        ({"a": None, "b": {"x": None}}, "b"),
        ({"a": "", "b": []}, "c"),
        ({"a": {}, "b": None}, "c"),
    ],
)
def test_an_if_runs_its_first_true_branch(names: dict[str, object], text: str) -> None:
    assert printed(run(IF, scope=outermost(names))) == [text]


def test_a_name_whose_branch_did_not_run_is_null_and_keeps_an_earlier_value() -> None:
    text = """\
y = <<'before'>>
if <<`false`>>
    x = <<'x'>>
    y = <<'y'>>
    if <<`true`>>
        z = <<'z'>>
    end
end
print <<x == `null`>> <<y>> <<z == `null`>>
"""
    assert printed(run(text)) == ["true before true"]


def test_what_an_if_sets_belongs_to_the_block_around_it_but_not_its_defaults() -> None:
    text = """\
if <<`true`>>
    defaults --region r
    x = aws s get
end
aws s use <<x>>
"""
    runner = FakeRunner({"s get --region r": gives("v")})
    run(text, runner=runner)
    assert runner.commands == ["s get --region r", "s use v"]


def test_an_if_whose_condition_needs_an_unset_name_is_skipped_whole() -> None:
    text = "x = aws get\nif <<x>>\ny = <<'a'>>\naws s a\nelse\naws s b\nend\naws s c <<y>>\n"
    events = run(text, runner=FakeRunner({"get": fails()}))
    assert told(events) == [
        (1, "failed", "aws get"),
        (2, "skipped", ""),
        (8, "skipped", "aws s c <<y>>"),
    ]


def test_a_while_runs_its_body_as_long_as_its_command_gives_something() -> None:
    runner = FakeRunner({"get": [gives(["a"]), gives(["b", "c"]), gives([])]})
    events = run("while x = aws get\naws s use <<x>>\nend\nprint done\n", runner=runner)
    assert runner.commands == ["get", "s use a", "get", "s use b c", "get"]
    assert [end.round for end in ends(events)] == [(), (1,), (), (2,), ()]
    assert printed(events) == ["done"]


@pytest.mark.parametrize("value", [None, False, "", [], {}])
def test_a_while_ends_at_a_result_that_is_not_true(value: object) -> None:
    runner = FakeRunner({"get": gives(value)})
    assert told(run("while x = aws get\naws b\nend\n", runner=runner)) == [(1, "ok", "aws get")]


def test_a_while_that_passes_its_bound_fails() -> None:
    runner = FakeRunner({"get": gives("more")})
    events = run("@rounds=2 while x = aws get\naws b\nend\naws c\n", runner=runner)
    assert runner.commands == ["get", "b", "get", "b", "get", "c"]
    fault = ends(events)[5]
    assert (fault.status.value, fault.exit_status, fault.place.line) == ("failed", 1, 1)
    assert fault.error is not None
    assert (fault.error.message, fault.error.hint) == (
        "`x` still held something after 2 rounds",
        "`@rounds=N` before `while` allows more",
    )


def test_a_while_has_a_thousand_rounds_unless_it_says_otherwise() -> None:
    runner = FakeRunner({"get": gives("more")})
    run("while x = aws get\naws b\nend\n", runner=runner)
    assert runner.commands.count("b") == 1000


def test_a_while_pauses_between_rounds_and_not_after_the_last() -> None:
    run_end = Hurried()
    runner = FakeRunner({"get": [gives(1), gives(1), gives(None)]})
    run("@every=15s while x = aws get\naws b\nend\n", runner=runner, run_end=run_end)
    assert run_end.pauses == [15, 15]


def test_a_while_whose_command_fails_ends() -> None:
    runner = FakeRunner({"get": [gives(1), fails()]})
    events = run("while x = aws get\naws b\nend\naws c\n", runner=runner)
    assert told(events) == [
        (1, "ok", "aws get"),
        (2, "ok", "aws b"),
        (1, "failed", "aws get"),
        (4, "ok", "aws c"),
    ]


def test_a_parallel_block_runs_all_and_gives_its_names_to_the_block_around() -> None:
    runner = FakeRunner({"a get": gives("1"), "b get": gives("2")})
    text = "parallel\nx = aws a get\ny = aws b get\nend\naws s use <<x>> <<y>>\n"
    run(text, runner=runner)
    assert runner.commands == ["a get", "b get", "s use 1 2"]


def test_parallel_rounds_run_in_order_for_now() -> None:
    runner = FakeRunner()
    run("parallel for x in 1 2 3\naws s a <<x>>\nend\n", runner=runner)
    assert runner.commands == ["s a 1", "s a 2", "s a 3"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("for x in 1 2 3\ny[] = <<x>>\nend\nprint <<join(',', y)>>\n", ["1,2,3"]),
        ("for x in <<`[]`>>\ny[] = <<x>>\nend\nprint <<length(y)>>\n", ["0"]),
        ("for x in 1 2\nif <<x == '2'>>\ny[] = <<x>>\nend\nend\nprint <<y>>\n", ["2"]),
        ("y = <<`[0]`>>\nfor x in 1 2\ny[] = <<x>>\nend\nprint <<length(y)>>\n", ["3"]),
        ("y = <<`null`>>\nfor x in 1 2\ny[] = <<x>>\nend\nprint <<length(y)>>\n", ["2"]),
        ("for x in 1 2\ny[] = <<x>>\nprint <<length(y)>>\nend\n", ["1", "2"]),
        (
            "for x in 1 2\nfor z in a b\ny[] = <<z>>\nend\nprint <<length(y)>>\nend\n",
            ["2", "2"],
        ),
        (
            "y = <<`[]`>>\nfor x in 1 2\nfor z in a b\ny[] = <<z>>\nend\nend\nprint <<y>>\n",
            ["a b a b"],
        ),
        ("parallel\ny[] = <<'a'>>\ny[] = <<'b'>>\nend\nprint <<y>>\n", ["a b"]),
        (
            "for x in 1 2\ny[] = <<x>>\nz = <<y>>\nprint <<z>>\nend\n",
            ["1", "1 2"],
        ),
        ("for x in 1\ny[] = <<x>>\nend\ny = <<'new'>>\nprint <<y>>\n", ["new"]),
    ],
)
def test_a_loop_adds_to_a_list_around_it(text: str, shown: list[str]) -> None:
    assert printed(run(text)) == shown


def test_the_results_of_commands_are_gathered_in_order() -> None:
    runner = FakeRunner({"s get 1": gives({"Id": "a"}), "s get 2": gives({"Id": "b"})})
    text = "for x in 1 2\nall[] = aws s get <<x>>\nend\naws s use <<all[].Id>>\n"
    run(text, runner=runner)
    assert runner.commands[-1] == "s use a b"


def test_a_list_that_lacks_a_value_is_not_set() -> None:
    runner = FakeRunner({"s get 1": gives("a"), "s get 2": fails()})
    text = "for x in 1 2 3\nall[] = aws s get <<x>>\nend\naws s keep <<all>>\n"
    events = run(text, runner=runner)
    assert runner.commands == ["s get 1", "s get 2", "s get 3"]
    assert told(events)[-1] == (4, "skipped", "aws s keep <<all>>")


def test_a_list_of_a_loop_that_was_skipped_or_broke_off_is_not_set() -> None:
    skipped = "a = aws get\nfor x in <<a>>\nall[] = <<x>>\nend\naws s keep <<all>>\n"
    broken = "while x = aws get\nall[] = <<x>>\nend\naws s keep <<all>>\n"
    assert told(run(skipped, runner=FakeRunner({"get": fails()})))[-1][1] == "skipped"
    runner = FakeRunner({"get": [gives("a"), fails()]})
    assert told(run(broken, runner=runner))[-1][1] == "skipped"


NESTED = """\
y = <<`[]`>>
for a in 1 2
    c = aws s get <<a>>
    for b in <<c>>
        for d in <<b>>
            y[] = <<d>>
        end
    end
end
"""


@pytest.mark.parametrize(
    "text",
    [
        "for a in 1 2\nc = aws s get <<a>>\nif <<c>>\ny[] = <<a>>\nend\nend\n",
        "for a in 1 2\nset -e\nc = aws s get <<a>>\nif <<c>>\ny[] = <<a>>\nend\nend\n",
        "c = aws s get 1\nparallel\nif <<c>>\ny[] = <<'a'>>\nend\ny[] = <<'b'>>\nend\n",
        NESTED,
        "y = <<['a']>>\nc = aws s get 1\nfor a in <<c>>\nfor b in <<a>>\ny[] = <<b>>\nend\nend\n",
    ],
)
def test_a_list_lacks_what_a_skipped_block_was_to_add(text: str) -> None:
    runner = FakeRunner({"s get 1": fails(), "s get 2": gives(["v"])})
    events = run(f"{text}aws s keep <<y>>\n", runner=runner)
    assert told(events)[-1][1:] == ("skipped", "aws s keep <<y>>")


def test_what_is_no_list_cannot_be_added_to() -> None:
    (end,) = ends(run("y = <<'text'>>\nfor x in 1\ny[] = <<x>>\nend\n"))
    assert end.error is not None
    assert end.error.message == "`y` is not a list, so that nothing can be added to it"
    assert end.error.place is not None
    assert end.error.place.line == 3


def test_a_block_that_is_skipped_is_told_of_once() -> None:
    text = "set -e\naws fail\nfor x in 1 2\naws a\nend\nif <<`true`>>\naws a\nend\n"
    events = run(text, runner=FakeRunner({"fail": fails()}))
    assert told(events) == [
        (2, "failed", "aws fail"),
        (3, "skipped", ""),
        (6, "skipped", ""),
    ]


ERREXIT = """\
set -e
aws a
aws fail
aws b
x = aws get
print never
"""


def test_with_set_e_a_failure_ends_its_block() -> None:
    runner = FakeRunner({"fail": fails()})
    events = run(ERREXIT, "aws c\n", runner=runner)
    assert runner.commands == ["a", "fail", "c"]
    assert [status for _, status, _ in told(events)] == ["ok", "failed", *["skipped"] * 3, "ok"]
    assert printed(events) == []


def test_before_set_e_a_failure_ends_nothing() -> None:
    runner = FakeRunner({"fail": fails()})
    run("aws fail\nset -e\naws a\n", runner=runner)
    assert runner.commands == ["fail", "a"]


def test_with_errexit_every_file_begins_so_and_one_that_failed_ends_the_run() -> None:
    runner = FakeRunner({"fail": fails()})
    files = ("aws b\n", "aws fail\naws a\nfinally\naws z\nend\n", "aws c\nfinally\naws y\nend\n")
    events = run(*files, runner=runner, terms=Terms(errexit=True))
    assert runner.commands == ["b", "fail", "z"]
    assert known(events) - len(ends(events)) == 1


@pytest.mark.parametrize("jobs", [1, 8])
def test_with_errexit_and_its_lines_beside_each_other_a_file_ends_the_run_at_its_end(
    jobs: int,
) -> None:
    runner = FakeRunner({"fail": fails()})
    terms = Terms(jobs=jobs, parallel=True, errexit=True)
    run("aws fail\naws a\nfinally\naws z\nend\n", "aws b\n", runner=runner, terms=terms)
    assert sorted(runner.commands) == ["a", "fail", "z"]


@pytest.mark.parametrize("jobs", [1, 8])
def test_a_fail_beside_other_lines_ends_the_run_after_its_file(jobs: int) -> None:
    runner = FakeRunner()
    terms = Terms(jobs=jobs, parallel=True)
    run("fail no\naws a\nfinally\naws z\nend\n", "aws b\n", runner=runner, terms=terms)
    assert runner.commands == ["a", "z"]


def test_with_errexit_a_file_may_say_otherwise() -> None:
    runner = FakeRunner({"fail": fails()})
    run("set +e\naws fail\naws a\n", "aws b\n", runner=runner, terms=Terms(errexit=True))
    assert runner.commands == ["fail", "a", "b"]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("set -e\nfor x in 1 2\naws fail\naws a\nend\naws b\n", ["fail", "fail"]),
        ("for x in 1 2\nset -e\naws fail\naws a\nend\naws b\n", ["fail", "fail", "b"]),
        ("for x in 1\nset -e\nend\naws fail\naws b\n", ["fail", "b"]),
        ("set -e\nif <<`true`>>\naws fail\naws a\nend\naws b\n", ["fail"]),
        ("if <<`true`>>\nset -e\naws fail\naws a\nend\naws b\n", ["fail", "b"]),
        ("set -e\nparallel\naws fail\naws a\nend\naws b\n", ["fail", "a"]),
        ("set -e\naws a\nset +e\naws fail\naws b\n", ["a", "fail", "b"]),
        ("set -e\nx = aws fail\naws a\n", ["fail"]),
        ("set -e\nwhile x = aws fail\naws a\nend\naws b\n", ["fail"]),
        ("set -e\nwhile x = aws more\naws fail\naws a\nend\naws b\n", ["more", "fail"]),
        ("while x = aws more\nset -e\naws fail\nend\naws b\n", ["more", "fail", "b"]),
        ("set -e\n@rounds=1 while x = aws more\naws a\nend\naws b\n", ["more", "a", "more"]),
        ("set -e\naws s a <<`null`>>\naws b\n", []),
        ("set -e\n@ignore=AccessDenied aws fail\naws b\n", ["fail", "b"]),
        ("x = aws fail\nset -e\nprint <<x>>\naws b\n", ["fail"]),
    ],
)
def test_set_e_holds_to_the_end_of_its_block(text: str, commands: list[str]) -> None:
    runner = FakeRunner({"fail": fails(), "more": gives("x")})
    run(text, runner=runner)
    assert runner.commands == commands


@pytest.mark.parametrize(
    "text",
    [
        "set -e\nid = aws fail\nassert <<id == '1'>> wrong\n",
        "if <<`true`>>\nset -e\nid = aws fail\nassert <<id>> wrong\nend\n",
        "id = aws fail\ndefaults --profile <<id>>\nassert <<`true`>> wrong\n",
        "set -e\naws fail\nparallel\nassert <<`true`>> wrong\nend\n",
    ],
)
def test_a_guard_that_is_not_reached_stops_the_run(text: str) -> None:
    runner = FakeRunner({"fail": fails()})
    events = run(text, "aws delete\n", runner=runner)
    assert runner.commands == ["fail"]
    (refused,) = [event for event in events if isinstance(event, Refused)]
    assert "this condition cannot be evaluated, because 1.aws:" in refused.error.message


def test_a_guard_of_a_round_that_ended_is_for_that_round() -> None:
    runner = FakeRunner({"s get 1": fails()})
    text = "set -e\nfor x in 1 2\naws s get <<x>>\nassert <<`true`>> no\naws s b <<x>>\nend\n"
    run(text, runner=runner)
    assert runner.commands == ["s get 1", "s get 2", "s b 2"]


def test_an_assert_that_holds_does_nothing() -> None:
    assert told(run("assert <<`1`>>\naws a\n")) == [(2, "ok", "aws a")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("assert <<a == 'x'>> not x but <<a>>\n", "not x but y"),
        ("assert <<``>>\n", "this does not hold"),
        ("assert <<`false`>> no <<`null`>>\n", "no <<`null`>>"),
        ("assert <<ago(a) > 1>> no\n", "`ago()` takes a span of time, found `y`"),
        (
            "b = aws fail\nassert <<b>> no\n",
            "this condition cannot be evaluated, because 1.aws:1 failed",
        ),
        ("if <<a>>\nfor x in 1\nassert <<`[]`>> inner\nend\nend\n", "inner"),
    ],
)
def test_an_assert_that_does_not_hold_stops_the_run(text: str, message: str) -> None:
    runner = FakeRunner({"fail": fails()})
    events = run(f"{text}aws z\n", "aws y\n", runner=runner, scope=outermost({"a": "y"}))
    (refused,) = [event for event in events if isinstance(event, Refused)]
    assert refused.error.message == message
    assert refused.error.place is not None
    assert not {"z", "y"} & {*runner.commands}


@pytest.mark.parametrize(
    "text",
    [
        "if <<`true`>>\naws a\nelse\naws b\nend\naws c\n",
        "parallel\naws a\nx = aws b\nend\n",
        "while x = aws get\naws a\nend\n",
        "set -e\naws fail\nparallel\naws a\naws b\nend\naws c\n",
        "@rounds=1 while x = aws more\naws a\nend\n",
        "aws a\nfinally\naws b\nend\n",
        "set -e\naws fail\nwhile x = aws more\naws a\nend\nfor y in 1 2\naws a\nend\n",
        "set -e\naws fail\nif <<`true`>>\naws a\nend\nprint a\n",
        "y = <<'t'>>\nparallel\ny[] = aws a\ny[] = aws b\naws c\nend\n",
    ],
)
def test_as_many_commands_end_as_were_known(text: str) -> None:
    runner = FakeRunner(
        {"fail": fails(), "get": [gives("x"), gives(None)], "more": gives("x")},
    )
    events = run(text, runner=runner)
    assert known(events) == len(ends(events))
