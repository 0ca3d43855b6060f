"""A run in which no command can work: it ends at the first, unless the script expects that."""

import pytest

from awsbatch.contract.first_signing import FirstSigning
from awsbatch.contract.outcome import Failure, Outcome, Remedy
from awsbatch.engine.engine import Terms
from awsbatch.event import Cause, Ended, EndedEarly, Event, LeftOut, Status
from awsbatch.report.verdict import Verdict
from tests.contract.fake_runner import Answer, FakeOutput, FakeRunner, ends, printed, run, told

REMEDY = Remedy("there are no credentials", "`aws configure` stores keys")
HINDERED = Answer(
    Outcome(255, failure=Failure("NoCredentialsError", "Unable to locate", remedy=REMEDY)),
    stderr=b"Unable to locate credentials\n",
)
TERMS = {"one after the other": Terms(), "side by side": Terms(jobs=8, parallel=True)}


class Hindered(FakeRunner):
    """Has nobody to sign with, until `is_over` is set."""

    def __init__(self, *hindered: str) -> None:
        super().__init__(dict.fromkeys(hindered, HINDERED))
        self.signing = FirstSigning()


def signs(runner: FakeRunner) -> Answer:
    return Answer(act=lambda: runner.signing.note(signed=True))


def early(events: list[Event]) -> EndedEarly | None:
    return next((each for each in events if isinstance(each, EndedEarly)), None)


@pytest.mark.parametrize("terms", TERMS.values(), ids=TERMS)
def test_a_run_in_which_nothing_can_be_signed_ends_at_its_first_command(terms: Terms) -> None:
    lines = [f"aws delete g{number}" for number in range(50)]
    runner = Hindered(*(line.removeprefix("aws ") for line in lines))
    output = FakeOutput()

    events = run("\n".join(lines), runner=runner, output=output, terms=terms)

    assert runner.commands == ["delete g0"]
    assert told(events) == [(1, "failed", "aws delete g0")]
    (end,) = ends(events)
    assert end.error is not None
    assert (end.error.message, end.error.hint) == (REMEDY.message, REMEDY.hint)
    assert output.stderr.text() is None


def test_it_ends_with_the_status_of_a_fault() -> None:
    verdict = Verdict()
    for event in (EndedEarly(Cause.UNSIGNED), EndedEarly(Cause.HALT)):
        verdict.take(event)

    assert [*verdict.applying] == [2]


def test_a_loop_ends_with_it() -> None:
    runner = Hindered("logs delete a", "logs delete b")

    events = run(
        "for x in a b\n  aws logs delete <<x>>\n  print <<x>>\nend\nprint after", runner=runner
    )

    assert runner.commands == ["logs delete a"]
    assert printed(events) == []


def test_a_finally_is_left_out() -> None:
    runner = Hindered("delete a")

    events = run("aws delete a\nfinally\n  aws delete b\nend", runner=runner)

    assert runner.commands == ["delete a"]
    assert [type(each) for each in events if isinstance(each, LeftOut)] == [LeftOut]


def test_a_finally_of_what_was_changed_before_runs_without_another_word() -> None:
    runner = Hindered("delete a", "delete b")

    events = run(
        "aws change x\naws delete a\nfinally\n  print last\n  aws delete b\nend", runner=runner
    )

    assert printed(events) == ["last"]
    assert told(events) == [(1, "ok", "aws change x"), (2, "failed", "aws delete a")]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("@ignore=NoCredentialsError aws delete a", "ignored"),
        ("@retry=1:NoCredentialsError aws delete a", "failed"),
    ],
)
def test_a_script_may_expect_it(line: str, status: str) -> None:
    runner = Hindered("delete a")

    events = run(f"{line}\naws configure", runner=runner)

    assert told(events) == [(1, status, "aws delete a"), (2, "ok", "aws configure")]


@pytest.mark.parametrize("modifier", ["@ignore=AccessDenied", "@retry=2", "@retry=2:Throttling"])
def test_a_modifier_that_does_not_name_it_changes_nothing(modifier: str) -> None:
    runner = Hindered("delete a", "delete b")

    events = run(f"{modifier} aws delete a\naws delete b", runner=runner)

    assert told(events) == [(1, "failed", "aws delete a")]
    assert ends(events)[0].error is not None


def test_a_condition_may_ask_for_it() -> None:
    runner = Hindered("get me")

    events = run(
        "if ! @ignore=NoCredentialsError aws get me\n  aws configure\nend\naws delete a",
        runner=runner,
    )

    assert [line for line, *_ in told(events)] == [1, 2, 4]


def test_once_something_was_signed_it_is_a_failure_as_any_other() -> None:
    runner = FakeRunner({"delete b": HINDERED})
    runner.signing = FirstSigning()
    runner._answers["delete a"] = [signs(runner)]
    output = FakeOutput()

    events = run("aws delete a\naws delete b\naws delete c", runner=runner, output=output)

    assert told(events) == [
        (1, "ok", "aws delete a"),
        (2, "failed", "aws delete b"),
        (3, "ok", "aws delete c"),
    ]
    assert [end.error for end in ends(events)] == [None, None, None]
    assert output.stderr.text() == "Unable to locate credentials"


def test_what_is_wrong_for_all_ends_a_run_in_its_middle() -> None:
    failure = Failure("UnknownOutputError", "yaml", remedy=Remedy("yaml", "json", general=True))
    runner = FakeRunner({"delete b": Answer(Outcome(255, failure=failure))})

    events = run("aws delete a\naws delete b\naws delete c", runner=runner)

    assert told(events) == [(1, "ok", "aws delete a"), (2, "failed", "aws delete b")]


def test_side_by_side_the_first_of_the_script_decides() -> None:
    """So that a script means the same at every `-j`."""
    runner = FakeRunner({f"logs delete {x}": HINDERED for x in "bcd"})
    runner.signing = FirstSigning()
    runner._answers["logs delete a"] = [signs(runner)]

    events = run(
        "parallel for x in a b c d\n  aws logs delete <<x>>\nend",
        runner=runner,
        terms=Terms(jobs=8),
    )

    statuses = [end.status for end in ends(events)]
    assert statuses.count(Status.OK) == 1
    assert statuses.count(Status.FAILED) == 3
    assert early(events) is None


def test_what_a_role_stands_on_is_looked_for_as_well() -> None:
    runner = Hindered("assume arn:aws:iam::111122223333:role/r")

    events = run(
        "defaults --role-arn arn:aws:iam::111122223333:role/r\naws delete a", runner=runner
    )

    assert runner.commands == []
    (end,) = ends(events)
    assert isinstance(end, Ended)
    assert end.error is not None
    assert end.error.message == (
        "cannot assume `arn:aws:iam::111122223333:role/r`: there are no credentials"
    )
    assert end.error.hint == REMEDY.hint


def test_a_person_who_types_may_mend_what_is_wrong() -> None:
    runner = Hindered("delete a", "delete b")

    events = run("aws delete a\naws delete b", runner=runner, terms=Terms(typed=True))

    assert [end.error is not None for end in ends(events)] == [True, True]
    assert early(events) is None
