"""A run that gives up: what counts as a failure in a row, and what the engine does then."""

from collections.abc import Mapping, Sequence

import pytest

from awsbatch.contract.outcome import Failure, Lasting, Outcome, Remedy, Use
from awsbatch.engine.command.give_up import MOST_FAILURES, Row, Rows
from awsbatch.engine.engine import Engine, Terms
from awsbatch.event import Cause, EndedEarly, Refused
from awsbatch.fault.caret import render
from awsbatch.fault.place import Place
from awsbatch.language.parser import parse
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    FakeRunner,
    happening,
    outermost,
    run,
    start,
    told,
)

EXPIRED = Lasting("the keys have expired", of_credentials=True)
NOBODY = Lasting("nothing answers there", of_credentials=False)
LOGS = Use("the profile `dev`", "https://logs.eu-west-1.amazonaws.com")
S3 = Use("the profile `dev`", "https://s3.eu-west-1.amazonaws.com")
OTHERS = Use("the profile `prod`", LOGS.endpoint)
NOWHERE = Use("the profile `dev`", None)
PLACE = Place("1.aws", 1, 1, 5, "aws a")


def expired(use: Use = LOGS, lasting: Lasting = EXPIRED) -> Outcome:
    failure = Failure("ExpiredTokenException", "expired", lasting=lasting)
    return Outcome(254, failure=failure, uses=(use,))


def good(*uses: Use) -> Outcome:
    return Outcome(0, uses=uses or (LOGS,))


def failed(code: str, *, passing: bool = False, local: bool = False) -> Outcome:
    return Outcome(254, failure=Failure(code, "no", None, passing, local), uses=(LOGS,))


@pytest.mark.parametrize(
    ("between", "count"),
    [
        (good(), 1),
        (good(S3, LOGS), 1),
        (good(S3), 2),
        (good(OTHERS), 2),
        (Outcome(0), 2),
        (failed("ResourceNotFoundException"), 1),
        (failed("AccessDeniedException"), 1),
        # Who comes too fast is sent away before anybody looks at his keys.
        (failed("ThrottlingException", passing=True), 2),
        (failed("Usage", local=True), 2),
        (Outcome(1, uses=(LOGS,)), 2),
        (expired(S3), 2),
        (expired(OTHERS), 2),
    ],
)
def test_what_ends_a_row_shows_that_the_credentials_are_good_there(
    between: Outcome, count: int
) -> None:
    rows = Rows()
    rows.take(expired(), PLACE, is_ignored=False)
    rows.take(between, PLACE, is_ignored=False)
    row = rows.take(expired(), PLACE, is_ignored=False)
    assert row is not None
    assert row.count == count


def test_credentials_that_were_not_found_are_found_once_a_command_succeeds_with_them() -> None:
    rows = Rows()
    rows.take(expired(NOWHERE), PLACE, is_ignored=False)
    rows.take(good(S3), PLACE, is_ignored=False)
    row = rows.take(expired(NOWHERE), PLACE, is_ignored=False)
    assert row is not None
    assert row.is_new


def test_an_ignored_failure_that_lasts_is_not_counted_and_ends_no_row() -> None:
    rows = Rows()
    rows.take(expired(), PLACE, is_ignored=False)
    assert rows.take(expired(), PLACE, is_ignored=True) is None
    row = rows.take(expired(), PLACE, is_ignored=False)
    assert row is not None
    assert row.count == 2


def test_an_ignored_failure_that_shows_good_credentials_ends_a_row() -> None:
    rows = Rows()
    rows.take(expired(), PLACE, is_ignored=False)
    rows.take(failed("ResourceNotFoundException"), PLACE, is_ignored=True)
    row = rows.take(expired(), PLACE, is_ignored=False)
    assert row is not None
    assert row.is_new


def test_a_row_is_over_only_with_what_began_after_the_credentials_were_read_again() -> None:
    rows = Rows()
    for _ in range(MOST_FAILURES - 1):
        row = rows.take(expired(), PLACE, is_ignored=False)
        assert row is not None
        assert not row.is_over(99)
    row = rows.take(expired(), PLACE, is_ignored=False)
    assert row is not None
    row.last_before = 12
    assert (row.is_over(12), row.is_over(13)) == (False, True)


def lines(first: int, last: int) -> str:
    return "".join(f"aws s {number}\n" for number in range(first, last + 1))


def answering(
    good_lines: Sequence[int], outcome: Outcome | None = None, last: int = 40
) -> Mapping[str, Answer]:
    """Return answers of which all fail alike but those of some lines."""
    bad = Answer(outcome or expired())
    return {
        f"s {each}": Answer(good()) if each in good_lines else bad for each in range(1, last + 1)
    }


def test_ten_failures_in_a_row_end_the_run_with_the_line_of_the_first() -> None:
    runner = FakeRunner(answering(range(1, 4)))
    engine = Engine(runner, FakeOutput(), outermost())
    events = list(happening(engine.run(parse(lines(1, 40), "1.aws"))))
    assert runner.commands == [f"s {number}" for number in range(1, 14)]
    refused = events[-1]
    assert isinstance(refused, Refused)
    assert (refused.cause, refused.place.line) == (Cause.GAVE_UP, 4)
    assert render(refused.error) == (
        "error: gave up after 10 failures in a row with the profile `dev` at"
        " https://logs.eu-west-1.amazonaws.com: the keys have expired (ExpiredTokenException)\n"
        " --> 1.aws:4:1\n"
        "  |\n"
        "4 | aws s 4\n"
        "  | ^^^ the first of them; `--no-give-up` goes on"
    )
    early = next(happening(engine.end()))
    assert isinstance(early, EndedEarly)
    assert (early.cause, early.last and early.last.place.line) == (Cause.GAVE_UP, 13)


def test_the_message_says_what_helps_where_that_is_known() -> None:
    failure = Failure(
        "UnauthorizedSSOTokenError",
        "no",
        lasting=Lasting("the session has run out", of_credentials=True),
        remedy=Remedy("the session has expired", "`aws sso login` signs in"),
    )
    error = Row(NOWHERE, PLACE, 10).error(failure)
    assert render(error) == (
        "error: gave up after 10 failures in a row with the profile `dev`:"
        " the session has run out (UnauthorizedSSOTokenError)\n"
        " --> 1.aws:1:1\n"
        "  |\n"
        "1 | aws a\n"
        "  | ^^^^^ the first of them; `aws sso login` signs in; `--no-give-up` goes on"
    )


@pytest.mark.parametrize("line", ["@ignore=ExpiredTokenException aws s {}\n", "aws s {}\naws ok\n"])
def test_a_run_goes_on_where_failures_are_ignored_or_others_succeed_between(line: str) -> None:
    runner = FakeRunner({**answering([]), "ok": Answer(good())})
    run("".join(map(line.format, range(1, 41))), runner=runner)
    assert sum(each.startswith("s ") for each in runner.commands) == 40


def test_a_run_does_not_give_up_where_it_is_told_not_to() -> None:
    runner = FakeRunner(answering([]))
    run(lines(1, 40), runner=runner, terms=Terms(gives_up=False))
    assert len(runner.commands) == 40
    assert runner.looks == 0


def test_regions_that_are_not_enabled_each_have_a_row_of_their_own() -> None:
    uses = [
        Use("the profile `dev`", f"https://logs.r{number}.amazonaws.com") for number in range(20)
    ]
    runner = FakeRunner(
        {f"s {number}": [Answer(expired(use))] * 9 for number, use in enumerate(uses)}
    )
    run("".join(f"aws s {number}\n" * 9 for number in range(20)), runner=runner)
    assert len(runner.commands) == 180


def test_attempts_of_one_command_count_as_one() -> None:
    outcome = expired(lasting=NOBODY)
    runner = FakeRunner(answering([], outcome))
    text = "".join(f"@retry=2:ExpiredTokenException aws s {each}\n" for each in range(1, 9))
    run(text, runner=runner)
    assert len(runner.commands) == 24


@pytest.mark.parametrize(("lasting", "looks"), [(EXPIRED, 1), (NOBODY, 0)])
def test_credentials_are_looked_for_again_after_the_first_failure_that_they_are_to_blame_for(
    lasting: Lasting, looks: int
) -> None:
    runner = FakeRunner(answering([], expired(lasting=lasting)))
    run(lines(1, 40), runner=runner)
    assert (len(runner.commands), runner.looks) == (10, looks)


def test_finally_runs_and_nothing_gives_up_in_it() -> None:
    runner = FakeRunner(answering([]))
    events = run(f"{lines(1, 20)}finally\n{lines(21, 40)}end\n", runner=runner)
    assert runner.commands == [f"s {number}" for number in (*range(1, 11), *range(21, 41))]
    assert len(told(events)) == 30


def test_side_by_side_those_under_way_end_and_nothing_new_starts() -> None:
    runner = FakeRunner(answering([], last=200))
    events = list(start(lines(1, 200), runner=runner, terms=Terms(jobs=8, parallel=True)))
    # Eight of them may have begun before the credentials were read again, and seven be under way.
    assert 10 <= len(runner.commands) <= 25
    assert [each.cause for each in events if isinstance(each, Refused)] == [Cause.GAVE_UP]


def test_roles_that_are_not_assumed_count_by_the_credentials_of_their_source() -> None:
    roles = [f"arn:aws:iam::{number:012}:role/r" for number in range(40)]
    runner = FakeRunner({f"assume {role}": Answer(expired(NOWHERE)) for role in roles})
    rounds = f"for r in {' '.join(roles)}\ndefaults --role-arn <<r>>\naws s list\nend\n"
    events = run(rounds, runner=runner)
    assert (len(runner.assumed), runner.commands) == (10, [])
    assert [each.cause for each in events if isinstance(each, Refused)] == [Cause.GAVE_UP]
