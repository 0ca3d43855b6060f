"""Which commands get through to be run, and what is said of the others."""

import threading

import pytest

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.guard import Errand
from awsbatch.contract.outcome import Ending, Failure, Outcome
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.signer import Keys
from awsbatch.contract.word import Data, Unknown, Word, text_of
from awsbatch.output.memory import Memory
from awsbatch.runner.bound_runner import BoundRunner
from awsbatch.runner.change_plan import ChangePlan
from tests.contract.fake_runner import FakeRunner, fails

HERE = Target("default")


def words(text: str) -> tuple[Word, ...]:
    return tuple((each,) for each in text.split())


def plan_of(*texts: str) -> ChangePlan:
    """Return a plan of commands, in which `<<…>>` is not known, as `FakeRunner` targets them."""
    plan = ChangePlan(b"key")
    for number, text in enumerate(texts, 1):
        planned = tuple(
            (Unknown(each) if each.startswith("<<") else each,) for each in text.split()
        )
        target = FakeRunner().target(planned, signer=None, cancellation=Cancellation())
        step = PlannedStep(planned, Effect.CHANGES, target)
        plan.plan(step, line=f"1.aws:{number}", argv=text.split(), is_open=False)
    return plan


def run(runner: BoundRunner, *command: str | Data, errand: int | None = None) -> Outcome:
    given = [(each,) for part in command for each in _split(part)]
    return runner.run(
        given,
        stdout=Memory(),
        stderr=Memory(),
        cancellation=Cancellation(),
        errand=None if errand is None else Errand(errand),
    )


def _split(part: str | Data) -> list[str | Data]:
    return [*part.split()] if isinstance(part, str) else [part]


def refusal(outcome: Outcome) -> tuple[str, str | None]:
    assert outcome.ending is Ending.REFUSED
    assert outcome.refusal is not None
    # As of a command that another guard refused.
    assert outcome.failure == Failure("Refused", outcome.refusal.message, local=True)
    return outcome.refusal.message, outcome.refusal.hint


def test_runs_what_was_planned_and_nothing_else() -> None:
    inner = FakeRunner()
    runner = BoundRunner(inner, plan_of("delete old-1", "delete old-2"))
    endings = [run(runner, f"delete {name}").ending for name in ("old-2", "new", "old-1")]
    assert endings == [Ending.RAN, Ending.REFUSED, Ending.RAN]
    assert inner.commands == ["delete old-2", "delete old-1"]


def test_runs_whatever_reads() -> None:
    inner = FakeRunner()
    run(BoundRunner(inner, plan_of()), "get groups")
    assert inner.commands == ["get groups"]


@pytest.mark.parametrize(
    ("place", "ending"),
    [
        (("other/1.aws", 7, 5), Ending.RAN),
        (("other/1.aws", 8, 5), Ending.REFUSED),
        (("other/1.aws", 7, 9), Ending.REFUSED),
        (("2.aws", 7, 5), Ending.REFUSED),
        (None, Ending.REFUSED),
    ],
)
def test_only_its_own_line_makes_a_change_any_number_of_times(
    place: tuple[str, int, int] | None, ending: Ending
) -> None:
    plan, at = ChangePlan(b"key"), (0, 7, 5)
    step = PlannedStep((*words("delete group"), (Unknown("<<x>>"),)), Effect.CHANGES, HERE)
    plan.plan(step, line="1.aws:7", argv=("delete", "group", "<<x>>"), is_open=True, at=at)
    runner = BoundRunner(FakeRunner(), plan, ["other/1.aws", "2.aws"])
    endings = {
        runner.run(
            [*words("delete group"), (Data(name),)],
            stdout=Memory(),
            stderr=Memory(),
            cancellation=Cancellation(),
            errand=Errand(number, at=place),
        ).ending
        for number, name in enumerate("abc")
    }
    assert endings == {ending}


def test_says_where_a_change_may_come_from() -> None:
    plan = ChangePlan(b"key")
    step = PlannedStep((*words("delete group"), (Unknown("<<x>>"),)), Effect.CHANGES, HERE)
    plan.plan(step, line="1.aws:7", argv=("x",), is_open=True, at=(0, 7, 5))
    assert refusal(run(BoundRunner(FakeRunner(), plan), "delete group", Data("a"))) == (
        "`aws delete group a` is not in the plan for this line, and was not sent",
        "the plan has it at 1.aws:7 only",
    )


def test_refuses_what_takes() -> None:
    assert run(BoundRunner(FakeRunner(), plan_of()), "take message").ending is Ending.REFUSED


def test_shows_both_of_a_change_that_differs() -> None:
    runner = BoundRunner(FakeRunner(), plan_of("logs delete --name old-1", "logs delete --name a"))
    message, hint = refusal(run(runner, "logs delete --name old-2 --force"))
    assert message == "`aws logs delete --name old-2 --force` is not in the plan, and was not sent"
    assert hint == (
        "nearest in the plan, at 1.aws:1, is `aws logs delete --name old-1`:"
        " `old-2` in place of `old-1`, `--force` in place of none"
    )


def test_shows_the_nearest_change_that_is_left() -> None:
    runner = BoundRunner(FakeRunner(), plan_of("logs delete a b", "logs delete c d"))
    run(runner, "logs delete a b")
    message, hint = refusal(run(runner, "logs delete a x"))
    assert message == "`aws logs delete a x` is not in the plan, and was not sent"
    assert hint is not None
    assert "1.aws:2" in hint


def test_shows_that_the_account_differs() -> None:
    runner = BoundRunner(FakeRunner(), plan_of("logs delete a"))
    signer = Keys("AKIA", "secret")
    outcome = runner.run(
        words("logs delete a"),
        stdout=Memory(),
        stderr=Memory(),
        cancellation=Cancellation(),
        signer=signer,
    )
    assert refusal(outcome)[1] == (
        "nearest in the plan, at 1.aws:1, is `aws logs delete a`:"
        " account `AKIA` in place of `default`"
    )


def test_says_that_nothing_of_the_kind_is_planned() -> None:
    runner = BoundRunner(FakeRunner(), plan_of("logs delete a"))
    assert refusal(run(runner, "logs create a"))[1] == (
        "no `logs create` is planned; the plan has 1 change"
    )


def test_says_that_a_change_has_run_as_often_as_planned() -> None:
    runner = BoundRunner(FakeRunner(), plan_of("logs delete a"))
    run(runner, "logs delete a", errand=1)
    assert refusal(run(runner, "logs delete a", errand=2)) == (
        "`aws logs delete a` was planned, and has run as often as it was",
        None,
    )


def test_leaves_unknown_words_out_of_what_differs() -> None:
    runner = BoundRunner(FakeRunner(), plan_of("ec2 tag <<vpc>> --tags a"))
    hint = refusal(run(runner, "ec2 tag", Data("vpc-1"), "--tags b"))[1]
    assert hint is not None
    assert hint.endswith(": `b` in place of `a`")


def test_masks_secrets() -> None:
    runner = BoundRunner(FakeRunner(), plan_of("iam create --password ***"))
    message, hint = refusal(run(runner, "iam create --password hunter22"))
    assert message == "`aws iam create --password '***'` is not in the plan, and was not sent"
    assert hint is not None
    assert hint.endswith(": a value that is not shown differs")


def test_names_only_the_first_differences() -> None:
    runner = BoundRunner(FakeRunner(), plan_of("logs delete 1 2 3 4 5"))
    hint = refusal(run(runner, "logs delete a b c d e"))[1]
    assert hint is not None
    assert hint.endswith("`c` in place of `3`, 2 more differences")


def test_takes_further_attempts_for_the_same_change() -> None:
    inner = FakeRunner({"delete a": fails(passing=True)})
    runner = BoundRunner(inner, plan_of("delete a"))
    for _ in range(3):
        assert run(runner, "delete a", errand=7).ending is Ending.RAN
    assert run(runner, "delete a", errand=8).ending is Ending.REFUSED


def test_holds_a_further_attempt_to_the_account_of_the_first() -> None:
    class Moved(FakeRunner):
        account = "1"

        def target(self, *_: object, **__: object) -> Target:
            return Target(self.account)

    inner, plan = Moved(), ChangePlan(b"key")
    step = PlannedStep(words("delete a"), Effect.CHANGES, Target("1"))
    plan.plan(step, line="1.aws:1", argv=("delete", "a"), is_open=False)
    runner = BoundRunner(inner, plan)
    assert run(runner, "delete a", errand=1).ending is Ending.RAN
    inner.account = "2"
    assert run(runner, "delete a", errand=1).ending is Ending.REFUSED


def test_sends_nothing_of_a_command_that_was_abandoned_meanwhile() -> None:
    class Slow(FakeRunner):
        def target(self, *_: object, cancellation: Cancellation, **__: object) -> Target:
            cancellation.abandon()
            return Target("default")

    inner = Slow()
    assert run(BoundRunner(inner, plan_of("delete a")), "delete a").ending is Ending.ABANDONED
    assert inner.commands == []


@pytest.mark.races
def test_takes_a_change_once_from_many_threads() -> None:
    inner = FakeRunner()
    runner = BoundRunner(inner, plan_of(*["delete a"] * 5))
    threads = [
        threading.Thread(target=run, args=(runner, "delete a"), kwargs={"errand": number})
        for number in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(inner.commands) == 5


def test_gives_what_it_was_given() -> None:
    inner = FakeRunner()
    run(BoundRunner(inner, plan_of("delete <<x>>")), "delete", Data("a"), errand=3)
    assert inner.errands == [Errand(3)]
    assert [text_of(word) for word in inner.words[0]] == ["delete", "a"]
