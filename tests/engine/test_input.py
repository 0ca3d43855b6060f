"""Inputs: which of what may give one a value does, and what is found before anything runs."""

import pytest

from awsbatch.engine.engine import Terms
from awsbatch.engine.input_trial import InputTrial
from awsbatch.fault.error import ScriptError
from awsbatch.language.input_value import InputValue
from awsbatch.language.parser import parse
from tests.contract.fake_runner import (
    FakeRunner,
    ends,
    fails,
    gives,
    outermost,
    printed,
    run,
    told,
)

COMMAND_LINE = {"x": InputValue("typed", "`x=typed`")}
ENVIRONMENT = {"x": InputValue("found", "`AWSBATCH_VARIABLE_x`", is_explicit=False)}


@pytest.mark.parametrize(
    ("given", "before", "value"),
    [
        (COMMAND_LINE, "", "typed"),
        (COMMAND_LINE, "input x = <<'of one'>>\n", "typed"),
        (ENVIRONMENT, "x = <<'of a file'>>\n", "of a file"),
        (ENVIRONMENT, "x = aws get\n", "of a command"),
        (ENVIRONMENT, "input x = <<'of one'>>\n", "found"),
        (ENVIRONMENT, "", "found"),
        ({}, "x = <<'of a file'>>\n", "of a file"),
        ({}, "input x = <<'of one'>>\n", "of one"),
        ({}, "", "default"),
    ],
)
def test_the_first_that_gives_an_input_a_value_counts(
    given: dict[str, InputValue], before: str, value: str
) -> None:
    runner = FakeRunner({"get": gives("of a command")})
    scope = outermost(given=given)
    events = run(before, "input x = <<'default'>>\nprint <<x>>\n", runner=runner, scope=scope)
    assert printed(events) == [value]


def test_a_default_may_use_functions_what_every_script_has_and_earlier_inputs() -> None:
    text = """\
stage = <<upper(args[0])>>
input days = <<`7`>>
input bucket = <<join('-', [env.TEAM, stage, to_string(add(days, `1`))])>>
print <<bucket>>
"""
    given = {"days": InputValue("30", "`days=30`")}
    scope = outermost(args=["dev"], env={"TEAM": "web"}, given=given)
    assert printed(run(text, scope=scope)) == ["web-DEV-31"]


def test_a_default_does_not_stand_in_for_a_command_that_failed() -> None:
    runner = FakeRunner({"get": fails()})
    events = run(
        "x = aws get\n",
        "input x = <<'default'>>\naws s use <<x>>\naws other\n",
        runner=runner,
    )
    assert told(events) == [
        (1, "failed", "aws get"),
        (1, "skipped", ""),
        (2, "skipped", "aws s use <<x>>"),
        (3, "ok", "aws other"),
    ]


def test_what_a_file_before_sets_has_the_type_of_the_default() -> None:
    runner = FakeRunner({"get": gives("7 days")})
    events = run("x = aws get\n", "input x = <<`7`>>\naws s use <<x>>\n", runner=runner)
    _, fault, skipped = ends(events)
    assert fault.error is not None
    assert fault.error.message == (
        "the input `x` takes a number, found the string `7 days` in a file before this one"
    )
    assert skipped.argv == ("aws", "s", "use", "<<x>>")
    assert runner.commands == ["get"]


def test_side_by_side_all_statements_of_a_file_see_its_inputs() -> None:
    runner = FakeRunner()
    text = "input x = <<'1'>>\naws s a <<x>>\naws s b <<x>>\n"
    run(text, runner=runner, terms=Terms(jobs=2, parallel=True))
    assert sorted(runner.commands) == ["s a 1", "s b 1"]


def test_what_is_missing_is_found_in_one_go_before_anything_runs() -> None:
    faults = _faults("set -e\ninput a\ninput b = <<`1`>>\ninput c\n", "input d\n")
    assert [(fault.message, fault.hint) for fault in faults] == [
        (
            f"the input `{name}` has no default, and is given no value",
            f"type `{name}=VALUE` after the file",
        )
        for name in "acd"
    ]


def test_a_default_that_cannot_be_evaluated_is_found_before_anything_runs() -> None:
    (fault,) = _faults("y = <<'a'>>\ninput x = <<add(y, `1`)>>\n")
    assert str(fault.place) == "1.aws:2"


@pytest.mark.parametrize(
    "before",
    ["x = aws get\n", "if <<args>>\n  x = aws get\nend\n", "for y in 1 2\n  x[] = <<y>>\nend\n"],
)
def test_what_a_file_before_will_set_is_not_missing(before: str) -> None:
    assert not _faults(before, "input x\n")


def test_a_default_that_needs_what_a_command_will_set_is_left_to_the_run() -> None:
    assert not _faults(
        "y = aws get\nz = <<y.a>>\n", "input x = <<z>>\ninput w = <<x>>\naws s a <<x>> <<w>>\n"
    )


def test_a_default_may_read_what_a_file_before_writes() -> None:
    script = "input x = <<read('no such file')>>\n"
    assert not _faults("aws s3 cp s3://b/f -\n", script)
    assert len(_faults("set -e\ny = <<'1'>>\n", script)) == 1


def test_a_trial_leaves_the_names_as_they_are() -> None:
    scope = outermost(given=COMMAND_LINE)
    assert not [*InputTrial(scope).scripts([parse("input x\n", "1.aws")])]
    assert "x" not in scope


def _faults(*texts: str) -> list[ScriptError]:
    scripts = [parse(text, f"{number}.aws") for number, text in enumerate(texts, start=1)]
    return [*InputTrial(outermost()).scripts(scripts)]
