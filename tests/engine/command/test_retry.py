"""Failures that are tried again, and failures that are expected."""

from pathlib import Path

import pytest

from awsbatch.contract.outcome import Failure, Outcome
from awsbatch.engine.command.retry import wait_after
from awsbatch.engine.engine import Engine, Terms
from awsbatch.engine.run_end import RunEnd
from awsbatch.event import Ended, Retrying, Started
from awsbatch.language.parser import parse
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    FakeRunner,
    Hurried,
    ends,
    fails,
    gives,
    happening,
    interrupt,
    kept,
    outermost,
    printed,
    raises,
    run,
    told,
)

THROTTLED = fails("Throttling", passing=True)


def test_waits_grow_to_half_a_minute_and_jitter_makes_them_up_to_half_shorter() -> None:
    assert [wait_after(attempt, lambda: 0.0) for attempt in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]
    assert [wait_after(attempt, lambda: 1.0) for attempt in range(1, 4)] == [0.5, 1, 2]
    assert wait_after(10**9, lambda: 0.0) == 30


def test_a_passing_failure_is_tried_again_until_it_succeeds() -> None:
    run_end = Hurried()
    runner = FakeRunner({"a": [THROTTLED, THROTTLED, gives("v")]})
    events = run("x = @retry=3 aws a\nprint <<x>>\n", runner=runner, run_end=run_end)
    assert [type(event) for event in events[1:5]] == [Started, Retrying, Retrying, Ended]
    (end,) = ends(events)
    assert (end.status.value, end.attempts) == ("ok", 3)
    assert printed(events) == ["v"]
    assert run_end.pauses == [1, 2]


def test_a_failure_that_stays_is_told_once_with_its_attempts() -> None:
    runner = FakeRunner({"a": THROTTLED})
    (end,) = ends(run("@retry=2 aws a\n", runner=runner))
    assert (end.status.value, end.exit_status, end.attempts) == ("failed", 254, 3)


def test_other_failures_are_not_tried_again() -> None:
    runner = FakeRunner({"a": fails("AccessDenied"), "b": Answer(Outcome(255))})
    events = run("@retry=2 aws a\n@retry=2 aws b\n", runner=runner)
    assert [end.attempts for end in ends(events)] == [1, 1]


@pytest.mark.parametrize(
    ("modifier", "code", "attempts"),
    [
        ("@retry=2:DependencyViolation", "DependencyViolation", 3),
        ("@retry=2:Dep*,Other", "DependencyViolation", 3),
        ("@retry=2:*Violation", "DependencyViolation", 3),
        ("@retry=2:*", "", 3),
        ("@retry=2:Other", "DependencyViolation", 1),
        ("@retry=2:Violation", "DependencyViolation", 1),
        ("@retry=2:dependencyviolation", "DependencyViolation", 1),
        ("@retry=2:Other", "Throttling", 1),
    ],
)
def test_named_codes_take_the_place_of_passing_failures(
    modifier: str, code: str, attempts: int
) -> None:
    runner = FakeRunner({"a": fails(code, passing=code == "Throttling")})
    (end,) = ends(run(f"{modifier} aws a\n", runner=runner))
    assert end.attempts == attempts


def test_retries_are_for_commands_without_a_tag() -> None:
    runner = FakeRunner({"a": THROTTLED, "b": THROTTLED})
    events = run(
        "aws a\n@retry=1 aws b\nwhile x = aws a\nprint c\nend\n",
        runner=runner,
        terms=Terms(retries=3),
    )
    assert [end.attempts for end in ends(events)] == [4, 2, 4]


def test_attempts_share_their_idempotency_tokens_and_commands_do_not() -> None:
    runner = FakeRunner({"a": [THROTTLED, Answer()]})
    run("@retry=2 aws a\n@retry=2 aws a\naws b\n", runner=runner)
    first, second, third, fourth = runner.tokens
    assert first is second is not None
    assert third is not None
    assert third is not first
    assert fourth is None


def test_only_the_last_attempt_shows_its_output() -> None:
    output = FakeOutput()
    partial = Answer(THROTTLED.outcome, stdout=b"page 1\n", stderr=b"slow down\n")
    runner = FakeRunner({"a": [partial, Answer(stdout=b"page 1\npage 2\n", stderr=b"note\n")]})
    run("@retry=2 aws a\n", runner=runner, output=output)
    assert (output.stdout.content(), output.stderr.content()) == (b"page 1\npage 2\n", b"note\n")
    assert runner.live == [False, False]


def test_events_carry_the_output_of_the_last_attempt() -> None:
    partial = Answer(THROTTLED.outcome, stdout=b"page 1\n", stderr=b"slow down\n")
    runner = FakeRunner({"a": [partial, partial, Answer(stdout=b"all\n")]})
    script = parse("@retry=2 aws a\n", "1.aws")
    (end,) = ends(list(happening(Engine(runner, None, outermost(), run_end=Hurried()).run(script))))
    assert kept(end) == (b"all\n", b"")


def test_a_request_ends_the_attempts() -> None:
    run_end = RunEnd()
    failing = Answer(THROTTLED.outcome, act=lambda: interrupt(run_end))
    runner = FakeRunner({"a": failing})
    events = run("@retry=5 aws a\naws b\n", runner=runner, run_end=run_end)
    assert told(events) == [(1, "failed", "aws a")]
    assert runner.commands == ["a"]


@pytest.mark.parametrize("code", ["AWS.SQS.NonExistentQueue", "QueueDoesNotExist", "Queue*"])
def test_an_error_with_two_names_may_be_expected_by_either(code: str) -> None:
    failure = Failure("AWS.SQS.NonExistentQueue", "no", listed="QueueDoesNotExist")
    runner = FakeRunner({"a": Answer(Outcome(255, failure=failure))})

    assert told(run(f"@ignore={code} aws a", runner=runner)) == [(1, "ignored", "aws a")]


@pytest.mark.parametrize(
    "modifier", ["@ignore=AccessDenied", "@ignore=Other,Access*", "@ignore=*Denied", "@ignore=*"]
)
def test_an_expected_failure_counts_as_success(modifier: str) -> None:
    output = FakeOutput()
    runner = FakeRunner({"a": Answer(fails().outcome, stderr=b"An error occurred\n")})
    events = run(f"set -e\n{modifier} aws a\naws b\n", runner=runner, output=output)
    assert told(events) == [(2, "ignored", "aws a"), (3, "ok", "aws b")]
    assert ends(events)[0].exit_status == 254
    assert output.stderr.content() == b""


def test_an_expected_failure_of_a_capture_gives_null() -> None:
    runner = FakeRunner({"get": fails("NotFound")})
    text = "x = @ignore=NotFound aws get\nprint <<x == `null`>>\n"
    assert printed(run(text, runner=runner)) == ["true"]


def test_an_expected_failure_ends_a_while() -> None:
    runner = FakeRunner({"get": [gives(1), fails("NotFound")]})
    events = run("while x = @ignore=NotFound aws get\naws a\nend\n", runner=runner)
    assert [status for _, status, _ in told(events)] == ["ok", "ok", "ignored"]


def test_a_failure_that_is_not_expected_says_what_it_is() -> None:
    output = FakeOutput()
    runner = FakeRunner({"a": Answer(fails("Other").outcome, stderr=b"An error occurred\n")})
    events = run("@ignore=NotFound aws a\n", runner=runner, output=output)
    assert told(events) == [(1, "failed", "aws a")]
    assert output.stderr.content() == b"An error occurred\n"


def test_what_is_both_is_tried_again_first() -> None:
    runner = FakeRunner({"a": THROTTLED})
    (end,) = ends(run("@ignore=Throttling @retry=2 aws a\n", runner=runner))
    assert (end.status.value, end.attempts) == ("ignored", 3)


def test_without_an_output_the_end_of_an_expected_failure_carries_its_message() -> None:
    runner = FakeRunner({"a": Answer(fails().outcome, stderr=b"An error occurred\n")})
    script = parse("@ignore=* aws a\n", "1.aws")
    (end,) = ends(list(happening(Engine(runner, None, outermost()).run(script))))
    assert end.status.value == "ignored"
    assert kept(end) == (b"", b"An error occurred\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_held_output_that_cannot_be_written_is_a_failure() -> None:
    output = FakeOutput()
    runner = FakeRunner({"a": Answer(stdout=b"x")})
    (end,) = ends(run("@retry=1 aws a > /dev/full\n", runner=runner, output=output))
    assert (end.status.value, end.exit_status) == ("failed", 120)
    assert output.stderr.content() == (
        b"\naws: error: cannot write the output: no space left on device\n"
    )


@pytest.mark.parametrize(
    "modifier", ["@ignore=*", "@ignore=OSError", "@retry=2:*", "@ignore=Usage"]
)
def test_what_fails_on_this_side_is_neither_ignored_nor_tried_again(modifier: str) -> None:
    for code in ("OSError", "Usage"):
        local = Answer(Outcome(120, failure=Failure(code, "no", local=True)))
        (end,) = ends(run(f"{modifier} aws a\n", runner=FakeRunner({"a": local})))
        assert (end.status.value, end.attempts) == ("failed", 1)


def test_a_command_whose_file_nobody_reads_fails_alone(tmp_path: Path) -> None:
    run_end = RunEnd()
    runner = FakeRunner({"a": raises(BrokenPipeError(32, "Broken pipe"))})
    events = run(f"aws a > {tmp_path}/f\naws b\n", runner=runner, run_end=run_end)
    assert [status for _, status, _ in told(events)] == ["failed", "ok"]
    assert not run_end.requested


def test_output_that_is_lost_ends_the_run() -> None:
    run_end = RunEnd()
    lost = Answer(Outcome(120, failure=Failure("OSError", "no space", local=True)))
    runner = FakeRunner({"a": lost})
    events = run("aws a\naws b\nfinally\naws z\nend\n", runner=runner, run_end=run_end)
    assert told(events) == [(1, "failed", "aws a"), (4, "ok", "aws z")]
