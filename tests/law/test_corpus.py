"""Hundreds of lines of every kind are what they are in a fresh `aws`, after and beside others.

One of twelve: `make sample` replays a third, and `make law` all, alone and verbatim as well.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import PIPE

import pytest

from tests.aws.recorder import Recorder
from tests.law.corpus_line import CorpusLine
from tests.law.fresh_process import FreshProcesses
from tests.law.record import Fresh
from tests.law.replay import Replay, replay
from tests.law.stage import environment, staged

ELSEWHERE = CorpusLine("sqs list-queues --endpoint-url https://queue.amazonaws.com")
LED_ELSEWHERE = "`sqs list-queues .* is not led to the recorder, but to `queue.amazonaws.com`"


def test_lines_do_what_a_fresh_aws_does() -> None:
    done = replay(["--every=12"], PIPE)
    assert (done.stdout, done.returncode) == ("", 0)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Recorder]:
    """Provide the recorder of a stage in a new folder."""
    with staged(tmp_path) as recorder:
        yield recorder


def test_a_line_that_would_leave_the_machine_is_told_of(stage: Recorder, tmp_path: Path) -> None:
    lines = Replay(stage, verbatim=False).after_others([ELSEWHERE], alone=False)
    with pytest.raises(AssertionError, match=LED_ELSEWHERE):
        next(lines)
    given = environment(tmp_path, stage.url)
    with closing(FreshProcesses(given, tmp_path)) as aws:
        recorded = Fresh(aws.run, stage, tmp_path)
        with pytest.raises(AssertionError, match=LED_ELSEWHERE):
            recorded.run(ELSEWHERE)
