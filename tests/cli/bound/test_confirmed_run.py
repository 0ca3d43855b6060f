"""What is asked before planned changes are made, and what becomes of each answer."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from awsbatch.cli.bound import confirmed_run
from awsbatch.cli.bound.confirmed_run import confirmed, question
from awsbatch.cli.bound.plan_keeper import PlanKeeper
from awsbatch.cli.option import Options
from awsbatch.cli.verb import Verb
from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import UsageError
from awsbatch.report.console import Console
from awsbatch.runner.change_form import EXACT
from awsbatch.runner.change_plan import ChangePlan
from awsbatch.runner.planned_change import PlannedChange
from tests.contract.fake_runner import FakeRunner

OPTIONS = Options(Verb.RUN, ("1.aws",), json=True)
CHANGE = PlannedChange("1.aws:1", ("delete", "a"), Effect.CHANGES, Target("1"), EXACT, b"")
TERMINAL = 7


class Carried:
    """Carries nothing out, and plans what it is told."""

    def __init__(self, plans: int, status: ExitStatus, *, is_open: bool) -> None:
        self.options: list[Options] = []
        self.bound: list[ChangePlan | None] = []
        self._plans = plans
        self._status = status
        self._is_open = is_open

    def __call__(
        self,
        options: Options,
        console: Console,  # noqa: ARG002 (another shows the plan)
        *,
        keeper: PlanKeeper | None = None,
        bound: ChangePlan | None = None,
    ) -> ExitStatus:
        self.options.append(options)
        self.bound.append(bound)
        if keeper is None:
            return ExitStatus.FAILED
        step = PlannedStep((("delete",), ("a",)), Effect.CHANGES, Target("1"))
        for _ in range(self._plans):
            keeper.plan.plan(step, line="1.aws:1", argv=("delete", "a"), is_open=self._is_open)
        return self._status


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[ExitStatus], list[tuple[str, int]]]:
    """Return what sets the answer to all questions, and gives those that are asked."""

    def set_to(status: ExitStatus) -> list[tuple[str, int]]:
        questions: list[tuple[str, int]] = []

        def asked(question: str, terminal: int, _: Console) -> ExitStatus:
            questions.append((question, terminal))
            return status

        monkeypatch.setattr(confirmed_run, "asked", asked)
        return questions

    return set_to


def carried(
    plans: int = 1,
    status: ExitStatus = ExitStatus.OK,
    *,
    is_open: bool = False,
    options: Options = OPTIONS,
) -> tuple[ExitStatus, Carried]:
    carry = Carried(plans, status, is_open=is_open)
    return confirmed(carry, TERMINAL, FakeRunner(), options, Console()), carry


Answer = Callable[[ExitStatus], list[tuple[str, int]]]


def test_runs_what_was_planned_once_it_is_confirmed(answer: Answer) -> None:
    questions = answer(ExitStatus.OK)
    status, carry = carried()
    assert questions == [("type `yes` to make this 1 change in the account `1`: ", TERMINAL)]
    # The run's own status, whatever that is.
    assert status is ExitStatus.FAILED
    assert carry.options == [replace(OPTIONS, verb=Verb.PLAN, json=False), OPTIONS]
    assert [bound and len(bound.changes) for bound in carry.bound] == [None, 1]


@pytest.mark.parametrize("status", [ExitStatus.REFUSED, ExitStatus.INTERRUPTED])
def test_runs_nothing_after_another_answer(
    answer: Answer, status: ExitStatus, capfd: pytest.CaptureFixture[str]
) -> None:
    answer(status)
    found, carry = carried()
    assert found is status
    assert len(carry.options) == 1
    assert capfd.readouterr().err == "nothing was changed\n"


def test_asks_nothing_where_nothing_is_planned(
    answer: Answer, capfd: pytest.CaptureFixture[str]
) -> None:
    questions = answer(ExitStatus.OK)
    found, carry = carried(0)
    assert (found, questions, len(carry.options)) == (ExitStatus.OK, [], 1)
    assert capfd.readouterr().err == "nothing to confirm: nothing was changed\n"


@pytest.mark.parametrize("plans", [0, 1])
def test_asks_nothing_where_the_plan_is_not_complete(
    answer: Answer, plans: int, capfd: pytest.CaptureFixture[str]
) -> None:
    questions = answer(ExitStatus.OK)
    found, carry = carried(plans, ExitStatus.FAILED)
    assert (found, questions, len(carry.options)) == (ExitStatus.FAILED, [], 1)
    assert capfd.readouterr().err == "nothing was changed\n"


def test_asks_nothing_where_a_bound_is_missing(answer: Answer) -> None:
    questions = answer(ExitStatus.OK)
    with pytest.raises(UsageError):
        carried(is_open=True)
    assert questions == []
    assert carried(is_open=True, options=replace(OPTIONS, max_changes=1))[0] is ExitStatus.FAILED


def on(account: str | None, effect: Effect = Effect.CHANGES) -> PlannedChange:
    return replace(CHANGE, target=Target(account), effect=effect)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ([on("1")], "make this 1 change in the account `1`"),
        ([on("2"), on("1"), on("2")], "make these 3 changes in the accounts `1` and `2`"),
        ([on(None)], "make this 1 change in accounts that are not known"),
        (
            [on("1"), on(None)],
            "make these 2 changes in the account `1`, and in accounts that are not known",
        ),
        ([on(None, Effect.LOCAL_WRITES)], "make this 1 local write"),
        (
            [on(None, Effect.LOCAL_WRITES), on("1", Effect.TAKES), on("1"), on("1")],
            "make these 2 changes, 1 take and 1 local write in the account `1`",
        ),
        (
            [on("1"), replace(on("1"), is_open=True)],
            "make changes as they are planned, at most 9, in the account `1`",
        ),
    ],
)
def test_the_question_has_how_many_changes_and_where(
    changes: list[PlannedChange], text: str
) -> None:
    assert question(changes, 9) == f"type `yes` to {text}: "
