"""`awsbatch exec` against a service that allows few requests a second."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aws.recorder import Recorded, Recorder, recording
from tests.cli.exec.execution import execute

SCRIPT = """\
for i in 1 2 3 4 5 6 7 8; do
    (for j in $(seq 10); do aws logs delete-log-group --log-group-name $i-$j || echo $?; done) &
done
wait
"""
REFUSED = 400, b'{"__type": "ThrottlingException", "message": "Rate exceeded"}'


class Service:
    """Allows twenty requests a second, and two at once."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.refused = 0
        self._lock = threading.Lock()
        self._allowed, self._then = 2.0, time.monotonic()

    def answer(self, request: Recorded) -> tuple[int, bytes]:
        with self._lock:
            now = time.monotonic()
            self._allowed = min(2.0, self._allowed + (now - self._then) * 20)
            self._then = now
            if self._allowed < 1:
                self.refused += 1
                return REFUSED
            self._allowed -= 1
            self.done.append(request.parameters["logGroupName"])
            return 200, b"{}"


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    with recording() as recorder:
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        yield recorder


def test_no_call_in_the_background_is_lost(recorder: Recorder) -> None:
    service = Service()
    recorder.answer = service.answer

    ran = execute("-q", "bash", "-c", SCRIPT)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert sorted(map(str, service.done)) == sorted(
        f"{i}-{j}" for i in range(1, 9) for j in range(1, 11)
    )
    # Where each worker learns for itself alone, more are refused than are done.
    assert 0 < service.refused < len(service.done)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_call_that_waits_for_its_turn_ends_when_it_is_told_to(
    recorder: Recorder, number: signal.Signals, tmp_path: Path
) -> None:
    def answer(_: Recorded) -> tuple[int, bytes]:
        # By then, it has waited between two requests at ten a second.
        if len(recorder.requests) == 40:
            os.kill(int((tmp_path / "pid").read_text()), number)
        return REFUSED

    recorder.answer = answer
    call = f"echo $$ > {tmp_path}/pid; exec aws logs delete-log-group --log-group-name g"

    ran = execute("-q", "bash", "-c", f"bash -c '{call}'; echo $?")

    assert (ran.returncode, ran.stdout.split()) == (0, [str(128 + number)])
