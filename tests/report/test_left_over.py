from dataclasses import replace

import pytest

from awsbatch.event import Cause, EndedEarly, Event, Status
from awsbatch.report.left_over import LeftOver, Rest
from tests.report.event import done, ended, failed, give, ignored, partial

FILE = "cleanup.aws"
INTERRUPTED = EndedEarly(Cause.INTERRUPTED)
NOTHING, RESUMABLE, LOST = Rest.NOTHING, Rest.RESUMABLE, Rest.LOST


def in_finally(status: Status) -> Event:
    return replace(ended(status), finishing=True)


@pytest.mark.parametrize(
    ("events", "before", "after"),
    [
        pytest.param([ended(), done(), ignored()], NOTHING, NOTHING, id="all was done"),
        pytest.param([ended(), failed()], RESUMABLE, LOST, id="a failure"),
        pytest.param([partial()], RESUMABLE, LOST, id="a partial success"),
        pytest.param([INTERRUPTED], RESUMABLE, LOST, id="stopped"),
        pytest.param([failed(), in_finally(Status.OK)], RESUMABLE, LOST, id="a whole `finally`"),
        pytest.param([in_finally(Status.FAILED)], NOTHING, RESUMABLE, id="a failure in `finally`"),
        pytest.param([in_finally(Status.ABANDONED)], NOTHING, RESUMABLE, id="one abandoned there"),
    ],
)
def test_what_is_left_depends_on_whether_finally_has_begun(
    events: list[Event], before: Rest, after: Rest
) -> None:
    left_over = LeftOver([FILE])

    give(left_over, *events)

    assert left_over.rest(lambda _: False) is before
    assert left_over.rest(lambda _: True) is after


def test_a_finally_that_was_cut_short_has_something_left() -> None:
    left_over = LeftOver([FILE])

    assert left_over.rest(lambda _: True, is_cut_short=True) is RESUMABLE
    assert left_over.rest(lambda _: False, is_cut_short=True) is NOTHING


def test_each_file_counts_for_itself() -> None:
    left_over = LeftOver(["first.aws", FILE])

    give(left_over, failed(), in_finally(Status.OK))

    assert left_over.rest(lambda file: file == FILE) is LOST
    assert left_over.rest(lambda file: file == "first.aws") is RESUMABLE
