"""Which command takes which change of a plan."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import PlannedStep, Target
from awsbatch.contract.word import Data, Piece, Unknown, Word
from awsbatch.runner.change_plan import ChangePlan

KEY = b"key of a test"
HERE = Target("111122223333", "us-east-1")


def words(*given: str | Piece | Word) -> tuple[Word, ...]:
    """Return words of which a text is the author's, and a tuple has pieces."""
    return tuple(each if isinstance(each, tuple) else (each,) for each in given)


def plan_of(*steps: Sequence[Word], target: Target = HERE, is_open: bool = False) -> ChangePlan:
    plan = ChangePlan(KEY)
    for each in steps:
        step = PlannedStep(tuple(each), Effect.CHANGES, target)
        plan.plan(step, line="1.aws:1", argv=("x",), is_open=is_open)
    return plan


def group(name: str) -> tuple[Word, ...]:
    return words("logs", "delete-log-group", "--log-group-name", Data(name))


def test_takes_each_change_as_often_as_it_was_planned() -> None:
    plan = plan_of(group("old-1"), group("old-2"), group("old-2"))
    taken = [plan.take(group(name), HERE) for name in ("old-2", "old-2", "old-2", "old-1", "new")]
    assert taken == [True, True, False, True, False]


def test_counts_what_is_left() -> None:
    plan = plan_of(group("old-1"), group("old-2"))
    plan.take(group("old-1"), HERE)
    assert plan.left == 1


def test_tells_what_was_planned_from_what_is_left() -> None:
    plan = plan_of(group("old-1"))
    plan.take(group("old-1"), HERE)
    assert plan.is_planned(group("old-1"), HERE)
    assert not plan.is_planned(group("new"), HERE)


def test_takes_nothing_for_another_target() -> None:
    plan = plan_of(group("old-1"))
    others = [
        Target("444455556666", "us-east-1"),
        Target("111122223333", "eu-west-1"),
        Target("111122223333", "us-east-1", endpoint="http://localhost"),
        Target("111122223333", "us-east-1", profile="prod"),
        Target(None, "us-east-1"),
    ]
    assert not any(plan.take(group("old-1"), each) for each in others)


def test_tells_a_value_from_an_option() -> None:
    plan = plan_of(words("s3", "rm", "s3://b", Data("--recursive")))
    assert not plan.take(words("s3", "rm", "s3://b", "--recursive"), HERE)


def test_tells_a_text_from_a_structure() -> None:
    plan = plan_of(words("sqs", "send-message", "--message-body", Data("[]")))
    body = Data("[]", structured=True)
    assert not plan.take(words("sqs", "send-message", "--message-body", body), HERE)


def test_tells_words_from_their_parts() -> None:
    plan = plan_of(words("tag", "a b"))
    assert not plan.take(words("tag", "a", "b"), HERE)


def test_takes_any_value_for_an_unknown_part_of_a_word() -> None:
    plan = plan_of(words("tag", ("Key=", Unknown("<<id>>"), ",Value=x")))
    assert not plan.take(words("tag", ("Key=", Data("vpc-1"), ",Value=y")), HERE)
    assert not plan.take(words("tag", "Key=vpc-1,Value=x"), HERE)
    assert plan.take(words("tag", ("Key=", Data("vpc-1"), ",Value=x")), HERE)
    assert not plan.take(words("tag", ("Key=", Data("vpc-2"), ",Value=x")), HERE)


def test_takes_one_value_or_more_for_an_unknown_word() -> None:
    step = words("delete", "--ids", Unknown("<<ids>>"), "--force")
    ones = [
        words("delete", "--ids", Data("1"), "--force"),
        words("delete", "--ids", Data("1"), Data("2"), Data("3"), "--force"),
    ]
    assert [plan_of(step).take(each, HERE) for each in ones] == [True, True]
    assert not plan_of(step).take(words("delete", "--ids", "--force"), HERE)


def test_takes_no_option_for_an_unknown() -> None:
    plan = plan_of(words("s3", "rm", Unknown("<<uri>>")))
    assert not plan.take(words("s3", "rm", Data("s3://b"), "--recursive"), HERE)
    assert not plan.take(words("s3", "rm", "--recursive"), HERE)


def test_takes_values_for_two_unknown_lists_side_by_side() -> None:
    plan = plan_of(words("tag", Unknown("<<a>>"), Data("known"), Unknown("<<b>>")))
    assert not plan.take(words("tag", Data("1"), Data("2"), Data("3")), HERE)
    assert plan.take(words("tag", Data("1"), Data("2"), Data("known"), Data("3")), HERE)


def test_takes_the_change_of_which_most_is_known() -> None:
    wide = words("tag", Unknown("<<a>>"), Unknown("<<b>>"))
    narrow = words("tag", Unknown("<<a>>"), Data("k"))
    for plan in (plan_of(wide, narrow), plan_of(narrow, wide)):
        assert plan.take(words("tag", Data("1"), Data("k")), HERE)
        assert plan.take(words("tag", Data("1"), Data("other")), HERE)


def test_takes_open_changes_any_number_of_times() -> None:
    plan = plan_of(group("old-1"), is_open=True)
    assert [plan.take(group("old-1"), HERE) for _ in range(3)] == [True, True, True]
    assert not plan.take(group("old-2"), HERE)
    assert plan.left == 0


def test_takes_what_is_not_open_first() -> None:
    plan = plan_of(group("old-1"))
    step = PlannedStep(
        words("logs", "delete-log-group", "--log-group-name", Unknown("<<g>>")),
        Effect.CHANGES,
        HERE,
    )
    plan.plan(step, line="1.aws:2", argv=("x",), is_open=True)
    assert plan.take(group("old-1"), HERE)
    assert plan.left == 0


def test_takes_any_account_where_who_signs_is_not_known() -> None:
    for target in (Target(), Target(region=HERE.region)):
        plan = ChangePlan(KEY)
        step = PlannedStep(group("old-1"), Effect.CHANGES, target, signer_is_known=False)
        plan.plan(step, line="1.aws:1", argv=("x",), is_open=False)
        assert not plan.take(group("old-1"), Target(HERE.account, HERE.region, "http://other"))
        assert plan.take(group("old-1"), Target(HERE.account, HERE.region, profile="p"))


def test_takes_no_other_region_where_who_signs_is_not_known() -> None:
    plan = ChangePlan(KEY)
    target = Target(region="eu-west-1")
    step = PlannedStep(group("old-1"), Effect.CHANGES, target, signer_is_known=False)
    plan.plan(step, line="1.aws:1", argv=("x",), is_open=False)
    assert not plan.take(group("old-1"), HERE)


@pytest.mark.parametrize(
    ("option", "planned", "others"),
    [
        ("--region", Target("1", None), [Target("2", "r"), Target("1", "r", profile="p")]),
        ("--regi", Target("1", None), [Target("2", "r")]),
        ("--endpoint-url", Target(None, "r"), [Target("1", "x"), Target("1", "r", "e", "p")]),
        ("--profile", Target(None, "r"), [Target("1", "x")]),
        ("--name", Target("1", "r"), [Target("1", "r", profile="p"), Target("1", "r", "e")]),
        ("--name", Target(None, "r"), [Target("1", "r")]),
    ],
)
def test_takes_anything_only_for_what_an_unknown_option_decides(
    option: str, planned: Target, others: list[Target]
) -> None:
    alike = {
        "--region": Target("1", "r"),
        "--regi": Target("1", "r"),
        "--endpoint-url": Target("1", "r", "e"),
        "--profile": Target("1", "r", "e", "p"),
        "--name": planned,
    }[option]
    for step, command in (
        (words("tag", option, Unknown("<<x>>")), words("tag", option, Data("x"))),
        (words("tag", (f"{option}=", Unknown("<<x>>"))), words("tag", (f"{option}=", Data("x")))),
        (
            words("tag", option, ("a", Unknown("<<x>>"))),
            words("tag", option, ("a", Data("x"))),
        ),
    ):
        plan = plan_of(step, target=planned)
        assert not any(plan.take(command, each) for each in others)
        assert plan.take(command, alike)


def test_takes_no_account_that_could_not_be_asked_for() -> None:
    plan = plan_of(group("old-1"), target=Target(unknown_account="no answer"))
    assert not plan.take(group("old-1"), HERE)
    assert plan.take(group("old-1"), Target(unknown_account="no answer again"))


def test_marks_alike_with_the_same_key_alone() -> None:
    one, other = ChangePlan(KEY), ChangePlan(b"another")
    assert one.exact_mark(group("a"), HERE) == ChangePlan(KEY).exact_mark(group("a"), HERE)
    assert one.exact_mark(group("a"), HERE) != other.exact_mark(group("a"), HERE)


TEXTS = st.sampled_from(["a", "b", "--c"])
PIECES = TEXTS | TEXTS.map(Data)
WORDS = st.lists(PIECES, max_size=2).map(tuple)
COMMANDS = st.lists(WORDS, min_size=1, max_size=5).map(tuple)


def unknown_in(command: Sequence[Word], at: Sequence[int]) -> tuple[Word, ...]:
    """Return the words with an unknown for each value whose number is given."""
    values = (number for number in range(100))

    def planned(piece: Piece) -> Piece:
        return Unknown("?") if isinstance(piece, Data) and next(values) in at else piece

    return tuple(tuple(planned(piece) for piece in word) for word in command)


@given(COMMANDS, st.lists(st.integers(0, 9)))
def test_takes_every_command_for_what_it_was_planned_from(
    command: tuple[Word, ...], at: list[int]
) -> None:
    plan = plan_of(unknown_in(command, at))
    assert plan.take(command, HERE)
    assert not plan.take(command, HERE)


@settings(max_examples=500)
@given(COMMANDS, COMMANDS, st.lists(st.integers(0, 9)))
def test_takes_what_a_search_without_marks_finds(
    source: tuple[Word, ...], command: tuple[Word, ...], at: list[int]
) -> None:
    step = unknown_in(source, at)
    assert plan_of(step).take(command, HERE) == may_become(step, command)


def may_become(step: Sequence[Word], command: Sequence[Word]) -> bool:
    if not step or not command:
        return not step and not command
    first, *others = step
    if len(first) == 1 and isinstance(first[0], Unknown):
        if len(command[0]) != 1 or not isinstance(command[0][0], Data):
            return False
        return may_become(others, command[1:]) or may_become(step, command[1:])
    alike = len(first) == len(command[0]) and all(
        isinstance(other, Data) if isinstance(one, Unknown) else one == other
        for one, other in zip(first, command[0], strict=True)
    )
    return alike and may_become(others, command[1:])
