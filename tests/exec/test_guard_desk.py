"""What the parent answers where its guard is asked, and what it says of it in the end."""

from awsbatch.contract.guard import Errand, Request
from awsbatch.exec import guard_question
from awsbatch.exec.call_report import CallReport
from awsbatch.exec.channel import Message
from awsbatch.exec.guard_desk import GuardDesk
from awsbatch.fault.caret import render
from awsbatch.guard.change_bound import HINT, ChangeBound


def question(call: int, name: str | None = None) -> Message:
    """Return the question of a call for one of its changes."""
    request = Request(changes=True, call=name)
    # The number is the parent's own, whatever the call says.
    return {**guard_question.question(request, Errand(0)), "call": call}


def told(desk: GuardDesk) -> str | None:
    return None if desk.error is None else render(desk.error)


def test_without_a_refusal_there_is_nothing_to_say() -> None:
    desk = GuardDesk(ChangeBound(2, hint=HINT), is_guarded=True)

    assert [desk.answer(question(1)) for _ in range(3)] == [None] * 3
    assert desk.answer(question(2)) is None
    assert told(desk) is None


def test_a_call_is_one_change_however_often_it_asks() -> None:
    desk = GuardDesk(ChangeBound(1, hint=HINT), is_guarded=True)
    for _ in range(2):
        assert desk.answer(question(1)) is None
        answer = guard_question.answered(desk.answer(question(2)))
        assert answer is not None
        assert answer.message == (
            "this command would be change number 2, and `--max-changes 1` allows 1 change"
        )
    assert told(desk) == (
        "error: 1 call of `aws` was refused: this command would be change number 2, and"
        " `--max-changes 1` allows 1 change\n"
        "  pass `--max-changes` with as many as are meant"
    )


def test_calls_that_were_refused_for_the_same_reason_are_counted() -> None:
    desk = GuardDesk(ChangeBound(0, hint=HINT), is_guarded=True)
    for call in (1, 2, 2, 3):
        desk.answer(question(call))
    assert told(desk) == (
        "error: 3 calls of `aws` were refused: this command would change something, and"
        " `--max-changes 0` allows nothing to change\n"
        "  pass `--max-changes` with as many as are meant"
    )


def test_of_several_reasons_the_first_is_told() -> None:
    desk = GuardDesk(ChangeBound(0, hint=HINT), is_guarded=True)
    desk.answer(question(1, "DeleteObject s3://b/k"))
    desk.answer(question(2))
    assert told(desk) == (
        "error: 2 calls of `aws` were refused, the first: `DeleteObject s3://b/k` would change"
        " something, and `--max-changes 0` allows nothing to change\n"
        "  pass `--max-changes` with as many as are meant"
    )


def test_a_call_that_could_not_even_ask_counts() -> None:
    desk = GuardDesk(None, is_guarded=True)
    desk.note(CallReport(1, 0.5))
    desk.note(CallReport(2, 0.5, instead=["/bin/aws"]))
    assert told(desk) is None
    desk.note(CallReport(3, 0.5, 252, told={"refused": {"message": "not seen"}}))
    assert told(desk) == "error: 1 call of `aws` was refused: not seen"


def test_a_call_that_was_left_to_its_client_is_refused_by_that_under_a_guard_alone() -> None:
    left = CallReport(1, 0.5, why="too many open files", is_left=True)
    away = CallReport(2, 0.5, why="its client went away")
    free, guarded = GuardDesk(None, is_guarded=False), GuardDesk(None, is_guarded=True)
    for desk in (free, guarded):
        desk.note(left)
        desk.note(away)
    assert told(free) is None
    assert told(guarded) == (
        "error: 1 call of `aws` was refused: it could not be made here, where it is guarded"
        " (too many open files)"
    )
