"""What was planned so far: the files that are other ones by now, and whether anything changes."""

from pathlib import Path

import pytest

from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.signer import Keys, UnknownSigner
from awsbatch.contract.word import Unknown, Word
from awsbatch.engine.planning.plan_so_far import PlanSoFar
from tests.contract.fake_planner import FakePlanner

UNKNOWN: Word = (Unknown("<<x>>"),)
CHANGES, LOCAL, READS = Effect.CHANGES, Effect.LOCAL_WRITES, Effect.READS


def _plan(*steps: PlannedStep) -> PlanSoFar:
    plan = PlanSoFar(FakePlanner())
    for step in steps:
        plan.note(step)
    return plan


def _step(effect: Effect, text: str) -> PlannedStep:
    """Return a step of these words, in which `?` is not known."""
    words = tuple(UNKNOWN if word == "?" else (word,) for word in text.split())
    return PlannedStep(words, effect, Target())


@pytest.mark.parametrize(
    ("effect", "command", "expected"),
    [
        (LOCAL, "s3api get-object --bucket b --key k out.txt", True),
        (LOCAL, "s3api get-object --bucket ? --key ? out.txt", True),
        (LOCAL, "s3api get-object --bucket b --key k ?", True),
        (LOCAL, "s3api get-object --bucket b --key ? other.txt", False),
        (LOCAL, "eks update-kubeconfig --kubeconfig out.txt", True),
        (LOCAL, "s3 cp s3://b/k .", True),
        (LOCAL, "s3 cp s3://b/k ?", True),
        (CHANGES, "s3 mv s3://b/k out.txt", True),
        (CHANGES, "s3 cp out.txt s3://b/k", False),
        (LOCAL, "s3 sync s3://b sub", False),
        (CHANGES, "lambda invoke --function-name f out.txt", True),
        (CHANGES, "lambda invoke --function-name f --no-paginate out.txt", True),
        (CHANGES, "logs delete-log-group --log-group-name out.txt", False),
        (CHANGES, "logs delete-log-group --log-group-name ?", False),
        (CHANGES, "s3 rm ?", False),
        (READS, "logs describe-log-groups out.txt", False),
    ],
)
def test_files_that_commands_would_write(effect: Effect, command: str, expected: bool) -> None:  # noqa: FBT001 (a case)
    plan = _plan(_step(effect, command))

    assert plan.files.has(Path("out.txt")) is expected
    assert plan.lacks([("x",), ("y",), ("--a",), ("file://./out.txt",)], None) is expected


def test_files_in_a_directory_that_would_be_written_to(tmp_path: Path) -> None:
    plan = _plan(_step(LOCAL, f"s3 sync s3://b {tmp_path}/sub"))

    assert plan.files.has(tmp_path / "sub" / "deep" / "a.txt")
    assert not plan.files.has(tmp_path / "a.txt")
    assert plan.lacks([(f"fileb://{tmp_path}/sub/a",)], None)
    assert not plan.lacks([(f"{tmp_path}/sub/a",)], None)


def test_only_what_others_can_see_is_a_change() -> None:
    assert not _plan(_step(READS, "a b"), _step(Effect.CREDENTIALS, "a b")).has_change
    assert not _plan(_step(LOCAL, "a b c")).has_change
    assert _plan(_step(Effect.TAKES, "a b")).has_change
    assert _plan(_step(CHANGES, "a b")).has_change


def test_a_command_lacks_what_is_not_known_of_its_words_or_its_signer() -> None:
    plan = _plan()

    assert plan.lacks([("a",), ("b-", Unknown("<<x>>"))], None)
    assert plan.lacks([("a",)], UnknownSigner("<<x>>"))
    assert not plan.lacks([("a",), ("file://b",)], Keys("AKIA", "secret"))
