from dataclasses import replace

import pytest

from awsbatch.contract.outcome import Failure
from awsbatch.fault.style import Style
from awsbatch.report.call.call_end import Answer, CallEnd
from awsbatch.report.call.call_summary import CallSummary
from tests.report.event import Clock

MADE = CallEnd(Answer.MADE, 0.25, exit_status=0, requests=1)
DENIED = replace(
    MADE,
    exit_status=254,
    argv=("aws", "logs", "delete-log-group", "--log-group-name", "old-1"),
    failure=Failure("AccessDeniedException", "no", "r-1"),
)
ELSEWHERE = CallEnd(Answer.FRESH, 0.01, instead=("/usr/bin/aws",), why="TZ differs")


def _summary(clock: Clock, *ends: CallEnd) -> str:
    summary = CallSummary(clock)
    for end in ends:
        summary.take(end)
    clock.now += 1.5
    return summary.text()


def test_calls_without_failures_are_one_line(clock: Clock) -> None:
    assert _summary(clock, replace(MADE, connections=1), MADE) == (
        "2 calls succeeded in 1.5 s; 2 requests, 1 connection opened"
    )
    assert _summary(clock, replace(MADE, requests=0)) == "1 call succeeded in 1.5 s"


def test_a_program_that_called_nothing_may_have_called_it_otherwise(clock: Clock) -> None:
    assert _summary(clock) == "no call of `aws` came: one by its path is not answered here"


def test_calls_that_the_program_has_left_behind_have_come(clock: Clock) -> None:
    summary = CallSummary(clock)
    summary.end(1)
    clock.now += 1.5
    assert summary.text() == "0 calls succeeded, 1 still under way in 1.5 s"
    summary.take(MADE)
    assert summary.text().endswith("; at least 1 request, 0 connections opened")
    assert summary.text().startswith("1 call succeeded, 1 still under way in ")


def test_failures_are_told_by_kind(clock: Clock) -> None:
    other = replace(DENIED, argv=(*DENIED.argv[:4], "old-2"))

    assert _summary(clock, MADE, DENIED, other, replace(MADE, throttled=2, requests=3)) == (
        "2 calls succeeded, 2 failed in 1.5 s; 6 requests, 2 throttled, 0 connections opened\n"
        "  2 x AccessDeniedException: logs delete-log-group"
        " (first: --log-group-name old-1), exit 254\n"
        "    logs delete-log-group: no\n"
        "    request id of the first: r-1; then old-2"
    )


def test_a_call_that_never_was_one_is_told_by_its_message(clock: Clock) -> None:
    failure = Failure("ParamValidation", "argument operation: Invalid choice", local=True)
    end = replace(MADE, exit_status=252, argv=("aws", "logs", "foo"), failure=failure, requests=0)

    assert _summary(clock, end) == (
        "0 calls succeeded, 1 failed in 1.5 s\n"
        "  1 x logs foo: argument operation: Invalid choice, exit 252"
    )


@pytest.mark.parametrize(("number", "name"), [(9, "SIGKILL"), (40, "signal 40")])
def test_a_call_that_was_ended_by_a_signal_is_told(number: int, name: str, clock: Clock) -> None:
    end = replace(MADE, exit_status=None, signal=number, requests=0)

    assert _summary(clock, end) == (
        f"0 calls succeeded, 1 failed in 1.5 s\n  1 x aws: ended by {name}"
    )


def test_a_call_that_was_ended_in_its_middle_may_have_been_made(clock: Clock) -> None:
    cut = CallEnd(Answer.CUT, 0.1, why="its client went away")

    assert _summary(clock, cut) == (
        "0 calls succeeded, 1 ended in its middle in 1.5 s\n"
        "  1 may have been made: its client went away"
    )
    assert _summary(clock, cut, MADE, replace(cut, requests=2)) == (
        "1 call succeeded, 2 ended in their middle in 1.5 s;"
        " at least 3 requests, 0 connections opened\n"
        "  2 may have been made: its client went away"
    )


def test_a_call_whose_worker_was_killed_may_have_sent_more(clock: Clock) -> None:
    killed = replace(MADE, exit_status=None, signal=9, requests=0)

    assert _summary(clock, MADE, killed).startswith(
        "1 call succeeded, 1 failed in 1.5 s; at least 1 request, 0 connections opened\n"
    )


def test_what_was_not_made_here_is_told_with_why(clock: Clock) -> None:
    left = CallEnd(Answer.LEFT, 0.1, why="too many open files")
    others = [replace(ELSEWHERE, why=f"{name} differs") for name in "abcde"]

    assert _summary(clock, MADE, ELSEWHERE, ELSEWHERE, left) == (
        "1 call succeeded, 3 not made here in 1.5 s; 1 request, 0 connections opened\n"
        "  2 ran as `/usr/bin/aws`, since TZ differs\n"
        "  1 not made here: too many open files"
    )
    assert _summary(clock, ELSEWHERE, ELSEWHERE, *others).splitlines()[-1] == (
        "  1 so for other reasons"
    )


def test_what_ran_under_the_same_guard_is_counted_once(clock: Clock) -> None:
    guarded = replace(MADE, why="TZ differs")

    assert _summary(clock, guarded, MADE) == (
        "2 calls succeeded in 1.5 s; 2 requests, 0 connections opened\n"
        "  1 made by a fresh `aws` under the same guard, since TZ differs"
    )


def test_a_program_of_several_words_is_told_whole(clock: Clock) -> None:
    served = replace(ELSEWHERE, instead=("/opt/my python", "-m", "awscli"))

    assert _summary(clock, served) == (
        "0 calls succeeded, 1 not made here in 1.5 s\n"
        "  1 ran as `'/opt/my python' -m awscli`, since TZ differs"
    )


def test_how_many_failed_stands_out(clock: Clock) -> None:
    summary = CallSummary(clock)
    summary.take(DENIED)

    assert ("1 failed", Style.FAILURE) in summary.styled().parts
