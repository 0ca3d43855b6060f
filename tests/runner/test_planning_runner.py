"""What is run in a plan, and what is only planned."""

import pytest

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.guard import Errand, Refusal
from awsbatch.contract.outcome import Ending, Failure, Outcome
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.signer import Keys, UnknownSigner
from awsbatch.contract.word import Unknown, Word
from awsbatch.output.memory import Memory
from awsbatch.runner.planning_runner import PlanningRunner
from tests.contract.fake_runner import EFFECTS, Answer, FakeRunner, fails, gives

KEYS = Keys("AKIA1", "secret")


class Plan:
    """A planning runner, and what it wrote."""

    def __init__(self, **answers: Answer) -> None:
        self.inner = FakeRunner({name.replace("_", " "): each for name, each in answers.items()})
        self.runner = PlanningRunner(self.inner)
        self.stdout, self.stderr = Memory(), Memory()
        self.cancellation = Cancellation()

    def run(self, line: str, **options: object) -> Outcome:
        return self.runner.run(
            _words(line),
            stdout=self.stdout,
            stderr=self.stderr,
            cancellation=self.cancellation,
            **options,  # type: ignore[arg-type]
        )

    @property
    def printed(self) -> tuple[str | None, str | None]:
        return self.stdout.text(), self.stderr.text()


def _words(line: str) -> list[Word]:
    return [(word,) for word in line.split()]


def _absent(code: str = "NotFound", *, stderr: bytes = b"gone\n") -> Answer:
    return Answer(Outcome(254, failure=Failure(code, "gone", absent=True)), stderr=stderr)


def test_what_a_guard_would_refuse_is_refused_and_not_planned() -> None:
    refusal = Refusal("no", "yes")
    runner = PlanningRunner(FakeRunner({}), lambda _: refusal)
    words, sink, under = _words("delete a"), Memory(), Cancellation()

    outcome = runner.run(words, stdout=sink, stderr=sink, cancellation=under)

    assert (outcome.ending, outcome.refusal) == (Ending.REFUSED, refusal)
    assert outcome.failure == Failure("Refused", "no", local=True)
    assert runner.planned(words, signer=None, cancellation=under).refusal is refusal


@pytest.mark.parametrize("line", ["get a", "assume a"])
def test_what_leaves_nothing_runs_and_its_output_is_dropped(line: str) -> None:
    answer = Answer(Outcome(0, value=[1]), stdout=b"printed\n", stderr=b"careful\n")
    plan = Plan(**{line.replace(" ", "_"): answer})

    outcome = plan.run(line, capture=False, signer=KEYS, errand=Errand(3))

    assert outcome is answer.outcome
    assert plan.inner.commands == [line]
    assert plan.inner.signers == [KEYS]
    assert plan.inner.errands == [Errand(3)]
    assert plan.printed == (None, "careful")


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("delete a --region eu-west-1", Effect.CHANGES),
        ("take a --region eu-west-1", Effect.TAKES),
        ("ec2 wait instance-running --region eu-west-1", Effect.READS),
    ],
)
def test_all_else_is_planned(line: str, effect: Effect) -> None:
    plan = Plan()

    outcome = plan.run(line, capture=True)

    step = PlannedStep(tuple(_words(line)), effect, Target("default", "eu-west-1"))
    assert outcome == Outcome(0, ending=Ending.PLANNED, step=step)
    assert plan.inner.commands == []


def test_it_tells_where_a_command_would_go_that_others_sign() -> None:
    outcome = Plan().run("delete a", signer=KEYS)

    assert outcome.step is not None
    assert outcome.step.target == Target("AKIA1")


def test_who_would_sign_is_asked_for_nothing_where_that_is_not_known() -> None:
    plan = Plan()
    words: list[Word] = [("delete",), (Unknown("<<a>>"),), ("--region",), ("eu-west-1",)]

    step = plan.runner.planned(words, signer=UnknownSigner("<<b>>"), cancellation=plan.cancellation)

    assert step == PlannedStep(
        tuple(words), Effect.CHANGES, Target(region="eu-west-1"), signer_is_known=False
    )


@pytest.mark.parametrize(
    "line",
    [
        "get tail --follow",
        "get start-live-tail --arn a",
        "get monitor-express-gateway-service",
        "get get-random-password",
    ],
)
def test_what_is_of_no_use_in_a_plan_is_planned(line: str) -> None:
    plan = Plan()

    assert plan.run(line).step == PlannedStep(tuple(_words(line)), Effect.READS, Target("default"))
    assert plan.inner.commands == []


def test_help_is_planned_if_it_is_that() -> None:
    refused = Outcome(252, failure=Failure("Usage", "`help` needs the terminal", local=True))
    plan = Plan(get_help=Answer(refused, stderr=b"needs\n"), get_a_help=gives(1))

    assert plan.run("get help").ending is Ending.PLANNED
    assert plan.run("get a help").value == 1
    assert plan.inner.live == [False, False]
    assert plan.printed == (None, None)


def test_what_is_absent_is_a_failure_before_anything_is_planned() -> None:
    plan = Plan(get_a=_absent())

    assert plan.run("get a").ending is Ending.RAN
    assert plan.printed == (None, "gone")


def test_what_is_absent_may_be_made_by_what_was_planned() -> None:
    plan = Plan(get_a=_absent())
    plan.run("create a")

    outcome = plan.run("get a")

    assert (outcome.ending, outcome.exit_status) == (Ending.PLANNED, 0)
    assert outcome.step == PlannedStep(tuple(_words("get a")), Effect.READS, Target("default"))
    assert outcome.failure == Failure("NotFound", "gone", absent=True)
    assert plan.printed == (None, None)


def test_other_failures_are_told_after_a_change_as_well() -> None:
    failed = Answer(fails().outcome, stderr=b"denied\n")
    plan = Plan(get_a=failed, get_b=gives(1))
    plan.run("create a")

    assert plan.run("get a") is failed.outcome
    assert plan.run("get b").value == 1
    assert plan.printed == (None, "denied")


def test_nothing_is_made_by_a_command_that_waits() -> None:
    plan = Plan(get_a=_absent())
    plan.run("ec2 wait instance-running")

    assert plan.run("get a").ending is Ending.RAN


def test_a_profile_is_made_by_a_planned_write_on_this_machine_only() -> None:
    plan = Plan(get_a=_absent("ProfileNotFound"))
    plan.run("create a")
    before = plan.run("get a").ending
    plan.run("configure set")

    assert (before, plan.run("get a").ending) == (Ending.RAN, Ending.PLANNED)


def test_a_command_that_was_abandoned_is_part_of_no_plan() -> None:
    plan = Plan()

    def abandon(*_: object, **__: object) -> Target:
        plan.cancellation.abandon()
        return Target()

    plan.inner.target = abandon  # type: ignore[method-assign]

    assert plan.run("delete a") == Outcome(130, ending=Ending.ABANDONED)


def test_a_read_that_finds_nothing_of_what_would_be_made_is_planned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(EFFECTS, "sqs list", Effect.READS)
    plan = Plan(**{"sqs_list-queues": gives([])})

    before = plan.run("sqs list-queues", capture=True)
    plan.run("sqs create-queue a")
    after = plan.run("sqs list-queues", capture=True)

    assert (before.ending, after.ending) == (Ending.RAN, Ending.PLANNED)
    assert plan.run("sqs list-queues", capture=False).ending is Ending.RAN
