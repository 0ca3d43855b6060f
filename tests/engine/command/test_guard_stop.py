"""A run whose command a guard refuses."""

from collections.abc import Sequence
from threading import Barrier

from awsbatch.contract.guard import Refusal
from awsbatch.contract.outcome import Ending, Failure, Outcome
from awsbatch.engine.engine import Terms
from awsbatch.event import Cause, Event, LeftOut, Refused
from awsbatch.fault.caret import render
from awsbatch.report.tally import Tally
from tests.contract.fake_runner import Answer, FakeRunner, Hurried, fails, gives, run, told


def refuses(*, is_inside: bool = False, stdout: bytes = b"") -> Answer:
    failure = Failure("Refused", "no more", local=True)
    refusal = Refusal("no more", "ask for more", is_inside)
    return Answer(Outcome(3, None, failure, Ending.REFUSED, refusal=refusal), stdout)


def refusals(events: Sequence[Event]) -> list[tuple[int, str, bool]]:
    return [
        (event.place.line, event.error.message, event.late)
        for event in events
        if isinstance(event, Refused)
    ]


def test_a_refused_command_ends_the_run() -> None:
    runner, run_end = FakeRunner({"b": refuses()}), Hurried()
    events = run("aws a\naws b\naws c\n", runner=runner, run_end=run_end)

    assert told(events) == [(1, "ok", "aws a"), (2, "failed", "aws b")]
    assert refusals(events) == [(2, "no more", False)]
    assert run_end.early is not None
    assert (run_end.early.cause, run_end.early.place and run_end.early.place.line) == (
        Cause.REFUSED,
        2,
    )


def test_the_message_stands_at_the_command() -> None:
    (event,) = [
        event
        for event in run("\n  aws b --x y\n", runner=FakeRunner({"b --x y": refuses()}))
        if isinstance(event, Refused)
    ]

    assert render(event.error) == (
        "error: no more\n --> 1.aws:2:3\n  |\n2 |   aws b --x y\n  |   ^^^ ask for more"
    )


def test_no_modifier_has_a_refused_command_tried_again_or_ignored() -> None:
    runner = FakeRunner({"b": refuses()})
    events = run("@retry=3 @ignore=* aws b\naws c\n", runner=runner, terms=Terms(retries=2))

    assert runner.commands == ["b"]
    assert told(events) == [(1, "failed", "aws b")]


def test_the_second_that_is_refused_has_not_begun() -> None:
    runner = FakeRunner({"a": refuses(), "b": refuses()})
    events = run(
        "parallel\n  aws a\n  aws b\nend\n", runner=_together(runner, "a", "b"), terms=Terms(jobs=2)
    )
    tally = Tally()
    for event in events:
        tally.take(event)

    assert len(told(events)) == 1
    assert len(refusals(events)) == 1
    assert (tally.under_way, tally.not_started) == ({}, 1)


def test_one_that_was_stopped_inside_is_told_of() -> None:
    runner = FakeRunner({"a": refuses(is_inside=True), "b": refuses(is_inside=True)})
    events = run(
        "parallel\n  aws a\n  aws b\nend\n", runner=_together(runner, "a", "b"), terms=Terms(jobs=2)
    )

    assert [status for _, status, _ in told(events)] == ["failed", "failed"]
    assert len(refusals(events)) == 1


def test_others_under_way_end() -> None:
    runner = _together(FakeRunner({"a": refuses()}), "a", "b")
    events = run("parallel\n  aws a\n  aws b\nend\naws c\n", runner=runner, terms=Terms(jobs=2))

    assert sorted(told(events)) == [(2, "failed", "aws a"), (3, "ok", "aws b")]


def test_a_finally_runs_and_has_refusals_of_its_own() -> None:
    runner = FakeRunner({"b": refuses(), "f": refuses(), "g": refuses()})
    events = run("aws a\naws b\nfinally\n  aws f\n  aws g\nend\n", runner=runner)

    assert runner.commands == ["a", "b", "f"]
    assert refusals(events) == [(2, "no more", False), (4, "no more", True)]


def test_a_finally_is_left_out_if_the_first_change_is_refused() -> None:
    runner = FakeRunner({"b": refuses()})
    events = run("aws get\naws b\nfinally\n  aws f\nend\n", runner=runner)

    assert runner.commands == ["get", "b"]
    assert [event.place.line for event in events if isinstance(event, LeftOut)] == [3]


def test_a_finally_runs_if_the_first_change_was_stopped_inside() -> None:
    runner = FakeRunner({"b": refuses(is_inside=True)})
    run("aws b\nfinally\n  aws f\nend\n", runner=runner)

    assert runner.commands == ["b", "f"]


def test_a_name_that_a_refused_command_was_to_set_is_not_set() -> None:
    runner = FakeRunner({"b": refuses(), "a": gives(1)})
    events = run("x = aws a\nx = aws b\nfinally\n  aws f g <<x>>\nend\n", runner=runner)

    assert told(events)[-1] == (4, "skipped", "aws f g <<x>>")


def test_a_refusal_is_told_of_where_the_run_was_to_end_anyway() -> None:
    run_end = Hurried()
    runner = FakeRunner(
        {"b": Answer(refuses().outcome, act=lambda: run_end.halt(Cause.INTERRUPTED))}
    )
    events = run("aws b\n", runner=runner, run_end=run_end)

    assert refusals(events) == [(1, "no more", False)]
    assert run_end.early is not None
    assert run_end.early.cause is Cause.INTERRUPTED


def test_a_later_attempt_that_is_refused_is_told_of() -> None:
    runner = FakeRunner({"b": [fails("Throttling", passing=True), refuses()]})
    events = run("@retry=1 aws b\n", runner=runner)

    assert told(events) == [(1, "failed", "aws b")]


def _together(runner: FakeRunner, *commands: str) -> FakeRunner:
    """Have commands of a runner begin before any of them ends."""
    barrier = Barrier(len(commands))

    def meet() -> None:
        barrier.wait()

    for command in commands:
        answers = runner._answers.setdefault(command, [Answer()])
        runner._answers[command] = [
            Answer(each.outcome, each.stdout, each.stderr, meet) for each in answers
        ]
    return runner
