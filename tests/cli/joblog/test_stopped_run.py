"""Runs with a log that are ended by signals, and what the next one knows of them."""

import signal
import sys
import threading
from pathlib import Path

import pytest

from awsbatch.cli.main import main
from tests.aws.recorder import Recorded, Recorder
from tests.cli.joblog.test_log_of_run import Answering, name, recorder, rows
from tests.cli.program import Program

__all__ = ["recorder"]

pytestmark = pytest.mark.races

THREE = """\
for name in a b c
    aws logs delete-log-group --log-group-name <<name>>
end
"""


class Holding:
    """An AWS that does not answer what changes `b` before it is let go."""

    def __init__(self) -> None:
        self.came = threading.Semaphore(0)
        self.goes_on = threading.Event()

    def __call__(self, request: Recorded) -> tuple[int, bytes]:
        if name(request) == "b":
            self.came.release()
            self.goes_on.wait()
        return Answering(set())(request)


@pytest.fixture
def holding(recorder: Recorder) -> Holding:
    recorder.answer = holding = Holding()
    Path("a.aws").write_text(THREE)
    return holding


def interrupted(holding: Holding, *signals: tuple[signal.Signals, str]) -> int:
    """Run until `b` is under way, send signals, each of which is answered, and end."""
    words = ("run", "a.aws", "--joblog", "L", "--progress", "none")
    with Program(sys.executable, "-m", "awsbatch", *words) as process:
        process.wait_for(holding.came)
        for number, answered in signals:
            process.send_signal(number)
            assert process.stderr is not None
            assert answered in process.stderr.readline()
        if signals == (FIRST,):
            holding.goes_on.set()
        process.communicate()
    holding.goes_on.set()
    return process.returncode


FIRST = signal.SIGINT, "stopping after"
SECOND = signal.SIGINT, "stopping now"
KILL = signal.SIGKILL, ""


def test_after_the_first_ctrl_c_the_rest_is_run(holding: Holding, recorder: Recorder) -> None:
    assert interrupted(holding, FIRST) == 130
    assert [row[:2] for row in rows()] == [["1", "ok"], ["2", "ok"]]
    recorder.requests.clear()

    assert main(["run", "a.aws", "--joblog", "L", "--resume", "-q"]) == 0

    assert [*filter(None, map(name, recorder.requests))] == ["c"]


@pytest.mark.parametrize(
    ("signals", "left"),
    [
        ((FIRST, SECOND), [["1", "ok"], ["2", "doubt"]]),
        ((KILL,), [["1", "ok"]]),
    ],
)
def test_what_was_under_way_is_in_doubt(
    signals: tuple[tuple[signal.Signals, str], ...],
    left: list[list[str]],
    holding: Holding,
    capfd: pytest.CaptureFixture[str],
) -> None:
    interrupted(holding, *signals)
    assert [row[:2] for row in rows()] == left
    capfd.readouterr()

    assert main(["run", "a.aws", "--joblog", "L", "--resume", "-q"]) == 3

    assert capfd.readouterr().err.splitlines()[:2] == [
        "error: nobody knows whether this command was carried out",
        "  a.aws:2: aws logs delete-log-group --log-group-name b",
    ]
    assert main(["run", "a.aws", "--joblog", "L", "--resume", "-q", "--in-doubt", "again"]) == 0
    assert sorted(row[:2] for row in rows())[-2:] == [["2", "ok"], ["3", "ok"]]


def test_a_stream_goes_on_by_what_its_lines_are(recorder: Recorder) -> None:
    line = "aws logs delete-log-group --log-group-name {}\n"
    recorder.answer = Answering({"b"})
    words = (sys.executable, "-m", "awsbatch", "-", "--joblog", "L", "--resume", "-q")
    sent = []
    for names in ("aabc", "cbxaa"):
        with Program(*words) as process:
            process.communicate("".join(map(line.format, names)))
        sent.append([*filter(None, map(name, recorder.requests))])
        recorder.requests.clear()
        recorder.answer = Answering(set())

    assert sent == [["a", "a", "b", "c"], ["b", "x"]]
