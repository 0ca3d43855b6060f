"""A plan kept in a file, and what is said of one that a run may not use."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from awsbatch.cli.bound.saving import new_key, save, taken
from awsbatch.cli.option import Options, parse
from awsbatch.cli.verb import Verb
from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.fault.error import AwsbatchError, RefusedError, UsageError
from awsbatch.language.input_value import InputValue
from awsbatch.redaction.secret import Secrets
from awsbatch.runner import plan_file
from awsbatch.runner.change_plan import ChangePlan
from awsbatch.script_file import ScriptFile, read_file
from tests.contract.fake_runner import FakeRunner

GIVEN = {"days": InputValue("30", "`days=30`"), "unused": InputValue("1", "`unused=1`")}
DAY = 24 * 60 * 60
SECRETS = Secrets()
ARGS = ("--", "a b")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("1.aws").write_text("input days = <<90>>\naws delete a\n")


def files(*names: str) -> list[ScriptFile]:
    return [read_file(name) for name in names or ("1.aws",)]


def options(**given: object) -> Options:
    return replace(Options(Verb.RUN, ("1.aws",), save="x.plan"), **given)  # type: ignore[arg-type]


def plan(*, is_open: bool = False) -> ChangePlan:
    plan = ChangePlan(new_key())
    step = PlannedStep((("delete",), ("a",)), Effect.CHANGES, Target("default"))
    plan.plan(step, line="1.aws:2", argv=("delete", "a"), is_open=is_open)
    return plan


def saved(given: Options | None = None, *, is_open: bool = False) -> str:
    return save(
        plan(is_open=is_open), files(), GIVEN, given or options(), FakeRunner(), 1.5, SECRETS
    )


def error(kind: type[AwsbatchError], given: Options, values: dict[str, InputValue] = GIVEN) -> str:
    with pytest.raises(kind) as raised:
        taken("x.plan", files(), values, given, FakeRunner())
    return raised.value.message


def test_says_what_makes_the_changes_that_were_saved() -> None:
    text = saved()
    until = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(plan_file.read("x.plan").until))
    assert text == (
        f"1 change saved: `awsbatch run --planned x.plan 1.aws` makes no others, until {until}"
    )


def test_says_all_that_the_run_has_to_share_with_the_plan() -> None:
    given = "--lines=names=n.txt -j 3 --region eu-west-1 --variables-file v.json --variable days=7"
    text = saved(parse(["plan", "--save", "x.plan", *given.split(), "1.aws", "--sandbox", *ARGS]))
    words = (
        "--planned x.plan --lines names=n.txt --region eu-west-1 --variables-file v.json --sandbox"
        " 1.aws days=7 -- 'a b'"
    )
    assert f"`awsbatch run {words}` makes no others" in text


def test_says_the_guards_that_the_plan_had() -> None:
    text = saved(options(expected_accounts=("111122223333", "123456789012"), max_changes=9))
    guards = "--expect-account 111122223333 --expect-account 123456789012 --max-changes 9"
    assert f"`awsbatch run --planned x.plan {guards} 1.aws` makes" in text


def test_says_that_a_run_needs_a_bound() -> None:
    text = saved(is_open=True)
    assert "`awsbatch run --planned x.plan --max-changes N 1.aws` makes" in text


def test_shows_no_secret_of_the_command_line() -> None:
    text = saved(options(variables=("password=hunter2", "days=7")))
    assert "`awsbatch run --planned x.plan 1.aws 'password=…' days=7` makes" in text


def test_gives_what_was_saved_to_the_same_run() -> None:
    saved()
    found = taken("x.plan", files(), GIVEN, options(), FakeRunner())
    assert found.now == 1.5
    assert found.plan().take([("delete",), ("a",)], Target("default"))


def test_holds_for_a_day() -> None:
    saved()
    found = plan_file.read("x.plan")
    assert found.until - found.made == DAY


def test_refuses_a_plan_that_is_too_old() -> None:
    saved()
    old = plan_file.read("x.plan")
    plan_file.write("x.plan", replace(old, made=0.0, until=float(DAY)))
    assert error(RefusedError, options()) == (
        "the plan `x.plan` is too old: it was made at 1970-01-01 00:00 UTC"
    )


def test_refuses_a_plan_of_another_script() -> None:
    saved()
    Path("1.aws").write_text("input days = <<90>>\naws delete b\n")
    assert error(RefusedError, options()) == "`1.aws` has changed since the plan was made"


def test_refuses_a_plan_of_another_value() -> None:
    saved()
    other = {**GIVEN, "days": InputValue("31", "`days=31`")}
    assert error(RefusedError, options(), other) == (
        "the plan was made with another value of the input `days`"
    )


def test_heeds_no_value_that_no_input_takes() -> None:
    saved()
    other = {"days": GIVEN["days"]}
    assert taken("x.plan", files(), other, options(), FakeRunner()).now == 1.5


def test_refuses_a_plan_of_other_words() -> None:
    saved()
    assert error(RefusedError, options(args=("a",))) == (
        "the plan was made with other words after `--`"
    )


def test_refuses_a_plan_of_another_account() -> None:
    saved()
    assert error(RefusedError, options(profile="prod")) == (
        "the plan was made with credentials of the account `default`,"
        " and these are of the account `prod`"
    )


def test_needs_a_bound_for_what_is_open() -> None:
    saved(is_open=True)
    assert error(UsageError, options()) == (
        "how often the changes at `1.aws:2` will be made is not known before they are"
    )
    bounded = options(max_changes=1)
    assert taken("x.plan", files(), GIVEN, bounded, FakeRunner()).plan().left == 0
