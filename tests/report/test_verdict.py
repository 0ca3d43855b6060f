from dataclasses import replace

import pytest

from awsbatch.event import (
    Cause,
    EndedEarly,
    Event,
    Known,
    Printed,
    Status,
)
from awsbatch.exit_status import ExitStatus, first_that_applies
from awsbatch.report.verdict import Verdict
from tests.report.event import (
    done,
    ended,
    failed,
    give,
    ignored,
    incomplete,
    partial,
    place,
    refused,
    started,
)


def test_a_run_in_which_all_succeeded_is_a_success() -> None:
    verdict = Verdict()

    give(verdict, Known(1), started(), ended(), Printed(place(), "text"))

    assert first_that_applies(*verdict.applying) is ExitStatus.OK


def test_an_ignored_failure_is_a_success() -> None:
    verdict = Verdict()

    give(verdict, ignored())

    assert first_that_applies(*verdict.applying) is ExitStatus.OK


def test_what_was_done_before_is_a_success() -> None:
    verdict = Verdict()

    give(verdict, done())

    assert first_that_applies(*verdict.applying) is ExitStatus.OK


def test_a_log_that_could_not_be_written_is_a_failure() -> None:
    verdict = Verdict()

    give(verdict, ended(), replace(refused(), cause=Cause.UNLOGGED))

    assert first_that_applies(*verdict.applying) is ExitStatus.FAILED


def test_a_resumed_run_that_stopped_was_refused() -> None:
    verdict = Verdict()

    give(verdict, done(), replace(refused(), cause=Cause.CHANGED))

    assert first_that_applies(*verdict.applying) is ExitStatus.REFUSED


def test_what_could_not_be_read_is_no_failure() -> None:
    verdict = Verdict()

    give(verdict, incomplete())

    assert first_that_applies(*verdict.applying) is ExitStatus.OK


def test_a_guard_that_stopped_the_run_outweighs_failures() -> None:
    verdict = Verdict()

    give(verdict, failed(), refused(), failed())

    assert first_that_applies(*verdict.applying) is ExitStatus.REFUSED


def test_a_run_that_has_nothing_to_sign_with_is_at_fault() -> None:
    verdict = Verdict()

    give(verdict, failed(), EndedEarly(Cause.UNSIGNED))

    assert first_that_applies(*verdict.applying) is ExitStatus.FAULT


@pytest.mark.parametrize(
    "event", [failed(), partial(), ended(Status.SKIPPED, None), ended(Status.ABANDONED, None)]
)
def test_one_command_that_did_not_succeed_is_a_failure(event: Event) -> None:
    verdict = Verdict()

    give(verdict, event, ended())

    assert first_that_applies(*verdict.applying) is ExitStatus.FAILED
