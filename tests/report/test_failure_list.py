from dataclasses import replace

from awsbatch.contract.loop_value import LoopValue
from awsbatch.contract.outcome import Failure
from awsbatch.event import Blame, Ended, Status
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.report.failure_list import MOST_KINDS, FailureList
from tests.report.event import ARGV, denied, ended, failed, partial, place


def test_failures_alike_are_told_with_what_differs_between_them() -> None:
    failures = _list(*(denied(f"old-{n}", request_id=f"id-{n}") for n in range(1, 191)))

    assert [*failures.lines()] == [
        "190 x AccessDenied: cleanup.aws:12 (first: --log-group-name old-1), exit 254",
        "  logs delete-log-group: not you",
        "  request id of the first: id-1; then old-2, old-3, old-4 and 186 more",
    ]


def test_all_options_that_differ_are_told_their_names_once() -> None:
    events = [
        replace(denied(""), argv=(*ARGV[:-1], name, "--region", region), request_id=None)
        for region in ("us-east-1", "eu-west-1")
        for name in ("a", "b")
    ]

    assert [*_list(*events).lines()] == [
        "4 x AccessDenied: cleanup.aws:12 (first: --log-group-name a --region us-east-1), exit 254",
        "  logs delete-log-group --region us-east-1 (2), eu-west-1 (2): not you",
        "  then b us-east-1, a eu-west-1, b eu-west-1",
    ]


def test_where_all_of_many_failed_is_told() -> None:
    events = [
        replace(denied(""), argv=(*ARGV[:-1], name, "--profile", "prod", "--region", "eu-west-1"))
        for name in "abc"
    ]

    assert [*_list(*events).lines()][1] == (
        "  logs delete-log-group --profile prod --region eu-west-1: not you"
    )


def test_many_regions_are_not_told_one_by_one() -> None:
    events = [
        replace(denied(""), argv=(*ARGV[:-1], "a", "--region", f"region-{n}")) for n in range(9)
    ]

    assert [*_list(*events).lines()][1] == "  logs delete-log-group: not you"


def test_one_failure_is_told_with_the_parts_that_came_of_loops() -> None:
    event = replace(
        denied("old-1", request_id="42"),
        argv=(*ARGV[:-1], "old-1", "--x", "y", "--region", "eu-west-1"),
        values=(LoopValue("region", "eu-west-1"), LoopValue("group", {"n": 1, "name": "old-1"})),
    )

    assert [*_list(event).lines()] == [
        "1 x AccessDenied: cleanup.aws:12 (--log-group-name old-1 --region eu-west-1), exit 254",
        "  logs delete-log-group: not you",
        "  request id: 42",
    ]


def test_one_outside_of_loops_is_only_counted_among_those_that_loops_tell_apart() -> None:
    inside = [replace(denied("a"), values=(LoopValue("i", i),)) for i in (1, 2)]

    assert [*_list(*inside, denied("a"), denied("a")).lines()][-1] == "  then i=2 and 2 more"


def test_what_was_skipped_is_told_with_the_failure_that_it_blames() -> None:
    failures = _list(denied("a"))
    for _ in range(9):
        failures.skip(Blame(place(12)))

    assert next(failures.lines()) == (
        "1 x AccessDenied: cleanup.aws:12 (--log-group-name a), exit 254; 9 skipped after it"
    )


def test_what_was_skipped_in_a_round_blames_the_failure_of_that_round() -> None:
    other = replace(denied("b"), failure=Failure("Throttling", "slow down"))
    failures = _list(denied("a"))
    failures.skip(Blame(place(12)))
    failures.add(other)
    failures.skip(Blame(place(12)))
    failures.skip(Blame(place(12)))

    assert [(kind.code, kind.skipped) for kind in failures] == [
        ("Throttling", 2),
        ("AccessDenied", 1),
    ]


def test_what_blames_no_failure_is_told_with_what_it_blames() -> None:
    failures = _list()
    for line in (3, 3, 4, 5):
        failures.skip(Blame(place(line), "was not reached"))

    assert [*failures.lines()] == [
        "2 skipped, because cleanup.aws:3 was not reached",
        "1 skipped, because cleanup.aws:4 was not reached",
        "1 skipped for other reasons",
    ]


def test_lines_of_a_list_that_fail_alike_are_one_kind() -> None:
    failures = _list(*(denied(f"g{line}", line) for line in range(1, 2001)))

    assert next(failures.lines()) == (
        "2000 x AccessDenied: cleanup.aws:1 and 999 more lines"
        " (first: --log-group-name g1), exit 254"
    )


def test_failures_that_differ_in_nothing_are_told_with_their_first_options() -> None:
    assert next(_list(denied("a"), denied("a")).lines()) == (
        "2 x AccessDenied: cleanup.aws:12 (all: --log-group-name a), exit 254"
    )


def test_a_fault_of_each_round_is_one_line_with_the_first_round() -> None:
    where = Place("cleanup.aws", 12, 44, 7, "aws x <<a>>")
    faults = [
        replace(
            failed(),
            exit_status=2,
            error=ScriptError("`a` is null", place=where),
            values=(LoopValue("x", n),),
        )
        for n in range(1, 41)
    ]

    assert [*_list(*faults).lines()] == [
        "40 x cleanup.aws:12: `a` is null (first: x=1), exit 2",
        "  then x=2, x=3, x=4 and 36 more",
    ]


def test_a_failure_without_a_code_is_told_by_its_message() -> None:
    failure = Failure("Usage", "Unknown options: --bogus", local=True)

    assert [*_list(replace(denied("a"), exit_status=252, failure=failure)).lines()] == [
        "1 x cleanup.aws:12: Unknown options: --bogus (--log-group-name a), exit 252"
    ]


def test_a_code_that_is_a_number_is_told_with_its_message() -> None:
    failure = Failure("404", "An error occurred (404) when calling the HeadBucket operation: Gone")

    assert [*_list(replace(denied("a"), failure=failure)).lines()] == [
        "1 x 404 (Gone): cleanup.aws:12 (--log-group-name a), exit 254"
    ]


def test_a_message_is_told_without_how_often_botocore_tried() -> None:
    start = "An error occurred (Throttling) when calling the HeadBucket operation"
    failure = Failure("Throttling", f"{start} (reached max retries: 4): slow down: now")

    assert [*_list(replace(denied("a"), failure=failure)).lines()][1] == (
        "  logs delete-log-group: slow down: now"
    )


def test_what_failed_comes_before_what_was_partial_or_abandoned_and_the_most_first() -> None:
    other = replace(denied("b"), failure=Failure("Throttling", "slow down"))
    failures = _list(ended(Status.ABANDONED, None), partial(), partial(), denied("a"), *[other] * 2)

    assert [(kind.count, kind.code) for kind in failures] == [
        (2, "Throttling"),
        (1, "AccessDenied"),
        (2, "Partial"),
        (1, None),
    ]


def test_failures_of_many_kinds_are_few_lines_and_the_rest_is_counted() -> None:
    failures = _list(*map(_of_kind, range(1000)), _of_kind(0))

    lines = [*failures.lines()]

    assert lines[0] == (
        "2 x Code0: cleanup.aws:12 (all: --log-group-name a), exit 254: no number 0"
    )
    assert len(lines) == 16
    assert lines[-1] == "and 985 more failures of other kinds"


def test_some_kinds_are_told_whole_and_those_that_cost_less_in_a_line_each() -> None:
    lines = [*_list(*map(_of_kind, range(9))).lines()]

    assert len(lines) == 16
    assert lines[:2] == [
        "1 x Code0: cleanup.aws:12 (--log-group-name a), exit 254",
        "  logs delete-log-group: no number 0",
    ]
    assert lines[14:] == [
        "1 x Code7: cleanup.aws:12 (--log-group-name a), exit 254: no number 7",
        "1 x Code8: cleanup.aws:12 (--log-group-name a), exit 254: no number 8",
    ]


def test_the_memory_for_failures_is_bounded() -> None:
    failures = _list(*map(_of_kind, range(MOST_KINDS + 5)))

    assert len([*failures]) == MOST_KINDS
    assert failures.more == 5


def test_no_line_is_long() -> None:
    failures = _list(
        *(replace(denied("x" * 9999), failure=Failure(f"C{n}", "y" * 999)) for n in range(20))
    )

    assert max(map(len, failures.lines())) <= 150


def _of_kind(number: int) -> Ended:
    return replace(denied("a"), failure=Failure(f"Code{number}", f"no number {number}"))


def _list(*events: Ended) -> FailureList:
    failures = FailureList()
    for event in events:
        failures.add(event)
    return failures
