import re
from dataclasses import replace

import pytest

from awsbatch.contract.outcome import Failure
from awsbatch.event import Blame, Cause, EndedEarly, Event, Known, Status
from awsbatch.fault.style import Style
from awsbatch.report.early_end import sentence
from awsbatch.report.summary import Summary, Traffic
from awsbatch.report.tally import Tally
from tests.report.event import (
    Clock,
    denied,
    done,
    ended,
    failed,
    give,
    ignored,
    incomplete,
    left_out,
    no_round,
    partial,
    place,
    planned,
    refused,
    skipped,
    started,
)


def test_a_run_without_failures_is_one_line(clock: Clock) -> None:
    summary = _summary(clock, Known(2), started(), ended(), started(2), ended())
    clock.now += 12.34

    assert summary.text(Traffic(175, 1)) == (
        "2 succeeded in 12.3 s; 175 requests, 1 connection opened"
    )


def test_a_plan_is_summed_up_by_what_it_has_and_what_it_read(clock: Clock) -> None:
    summary = _summary(clock, ended(), planned(), planned(), failed(), is_plan=True)

    assert summary.text(Traffic(2, 1)) == (
        "2 planned, 1 read, 1 failed in 0.00 s; 2 requests, 1 connection opened\n"
        "  1 x cleanup.aws:12 (--log-group-name old), exit 254"
    )


def test_what_was_done_before_is_counted_by_itself(clock: Clock) -> None:
    summary = _summary(clock, Known(4), done(), done(), ended(), failed())

    assert summary.text() == (
        "1 succeeded, 2 done before, 1 failed in 0.00 s\n"
        "  1 x cleanup.aws:12 (--log-group-name old), exit 254"
    )


def test_a_finally_that_was_left_out_says_why(clock: Clock) -> None:
    left = [left_out(cause=Cause.CHANGED), left_out(cause=Cause.UNLOGGED)]
    summary = _summary(clock, ended(), *left)

    assert summary.text() == (
        "1 succeeded in 0.00 s\n"
        "  cleanup.aws:12: `finally` was left out, because the run was stopped to be resumed\n"
        "  cleanup.aws:12: `finally` was left out, because the log could not be written"
    )


def test_the_counts_of_failures_stand_out(clock: Clock) -> None:
    summary = _summary(clock, failed(12), failed(13), partial(), ignored(), ended())

    parts = [text for text, style in summary.styled().parts if style is Style.FAILURE]
    assert parts == ["2 failed", "1 partial"]


def test_a_run_that_was_throttled_tells_how_often(clock: Clock) -> None:
    summary = _summary(clock, Known(1), ended())

    assert summary.text(Traffic(9, 1, throttled=8)) == (
        "1 succeeded in 0.00 s; 9 requests, 8 throttled, 1 connection opened"
    )


def test_a_run_that_sent_nothing_does_not_speak_of_requests(clock: Clock) -> None:
    summary = _summary(clock, Known(1), started(), ended())

    assert summary.text(Traffic(0, 0)) == "1 succeeded in 0.00 s"


def test_each_line_that_did_not_succeed_is_told_with_how_it_ended(clock: Clock) -> None:
    summary = _summary(
        clock, failed(12), skipped(), ignored(), ended(), ended(Status.ABANDONED, None, line=15)
    )

    assert summary.text(Traffic(1, 2)) == (
        "1 succeeded, 1 failed, 1 ignored, 1 skipped, 1 abandoned in 0.00 s;"
        " 1 request, 2 connections opened\n"
        "  1 x cleanup.aws:12 (--log-group-name old), exit 254; 1 skipped after it\n"
        "  1 x abandoned: cleanup.aws:15 (--log-group-name old)"
    )


def test_what_was_done_in_part_is_counted_by_itself(clock: Clock) -> None:
    summary = _summary(clock, failed(11), partial(), partial(), ended(), incomplete())

    assert summary.text() == (
        "2 succeeded, 1 of them incomplete, 1 failed, 2 partial in 0.00 s\n"
        "  1 x cleanup.aws:11 (--log-group-name old), exit 254\n"
        "  2 x Partial: cleanup.aws:12 (all: --log-group-name old), exit 0\n"
        "    logs delete-log-group: `Errors` of the answer has 2 failures;"
        " AccessDenied: Access Denied (a)"
    )


def test_a_run_that_ended_early_says_why_and_which_command_was_the_last(clock: Clock) -> None:
    early = EndedEarly(Cause.HALT, place(12), replace(started(), place=place(14), round=(2, 7)))
    summary = _summary(clock, Known(3), started(), failed(12), early)

    assert summary.text() == (
        "0 succeeded, 1 failed, 2 not started in 0.00 s\n"
        "  `--halt` ended the run, because cleanup.aws:12 failed;"
        " the last command to begin was cleanup.aws:14 in round 2.7\n"
        "  1 x cleanup.aws:12 (--log-group-name old), exit 254"
    )


@pytest.mark.parametrize("cause", Cause)
def test_every_reason_to_end_early_is_a_sentence(cause: Cause) -> None:
    said = sentence(EndedEarly(cause, place(12), started()))

    assert re.fullmatch("(the run|the `|`--).*[a-z0-9]", said)


def test_a_line_to_blame_that_was_the_last_to_begin_is_named_once() -> None:
    said = sentence(EndedEarly(Cause.FAIL, place(12), started()))

    assert said == "the `fail` at cleanup.aws:12 ended the run"


def test_a_guard_of_a_finally_that_came_after_the_end_of_the_run_is_told(clock: Clock) -> None:
    early = EndedEarly(Cause.GUARD, place(3))
    summary = _summary(clock, ended(), refused(3), replace(refused(13), late=True), early)

    assert summary.text() == (
        "1 succeeded in 0.00 s\n"
        "  the `assert` at cleanup.aws:3 ended the run\n"
        "  cleanup.aws:13: ended the `finally`"
    )


def test_a_finally_that_was_left_out_is_told(clock: Clock) -> None:
    summary = _summary(clock, ended(), left_out(13))

    assert summary.text() == (
        "1 succeeded in 0.00 s\n  cleanup.aws:13: `finally` was left out,"
        " because no command that may change something was started"
    )


def test_a_loop_that_had_no_round_is_told(clock: Clock) -> None:
    summary = _summary(clock, ended(), no_round(3), *[no_round(5)] * 7)

    assert summary.text() == (
        "1 succeeded in 0.00 s\n"
        "  cleanup.aws:5: the loop had no round, 7 times\n"
        "  cleanup.aws:3: the loop had no round"
    )


def test_one_failure_among_thousands_is_told(clock: Clock) -> None:
    summary = _summary(clock, *[ended()] * 5000, denied("old"), *[ended()] * 5000)

    assert summary.text() == (
        "10000 succeeded, 1 failed in 0.00 s\n"
        "  1 x AccessDenied: cleanup.aws:12 (--log-group-name old), exit 254\n"
        "    logs delete-log-group: not you"
    )


def test_many_loops_that_had_no_round_are_counted(clock: Clock) -> None:
    summary = _summary(clock, ended(), *map(no_round, range(1, 2001)))

    assert summary.text().splitlines()[-1] == "  997 more loops had no round"


def test_the_summary_of_any_run_is_in_the_last_screen(clock: Clock) -> None:
    events = [
        event
        for line in range(1, 500)
        for event in (
            replace(denied(f"g{line}"), failure=Failure(f"Code{line}", "no" * 500, "id" * 50)),
            no_round(line),
            left_out(line),
            replace(refused(line), late=True),
            replace(skipped(), blame=Blame(place(line), "was not reached")),
        )
    ]

    lines = _summary(clock, *events, EndedEarly(Cause.GUARD, place(3))).text().splitlines()

    assert len(lines) <= 32
    assert len([line for line in lines if "Code" in line or "more failures" in line]) == 16


@pytest.mark.parametrize(
    ("number", "lines"),
    [
        (None, []),
        (0, []),
        (1, ["  1 planned change was not made"]),
        (3, ["  3 planned changes were not made"]),
    ],
)
def test_what_was_planned_and_not_made_is_counted(
    clock: Clock, number: int | None, lines: list[str]
) -> None:
    tally = Tally()
    not_made = None if number is None else lambda: number
    summary = Summary(tally, not_made=not_made, clock=clock)
    give(tally, ended())

    assert summary.text().splitlines()[1:] == lines


def test_a_run_without_commands_says_so(clock: Clock) -> None:
    assert _summary(clock).text(Traffic(0, 0)) == "no command was run"


def test_a_run_that_ended_early_tells_what_it_did_not_come_to(clock: Clock) -> None:
    summary = _summary(clock, Known(5), ended(), failed())

    assert summary.text().splitlines()[0] == "1 succeeded, 1 failed, 3 not started in 0.00 s"


def _summary(clock: Clock, *events: Event, is_plan: bool = False) -> Summary:
    tally = Tally()
    summary = Summary(tally, is_plan=is_plan, clock=clock)
    give(tally, *events)
    give(summary, *events)
    return summary
