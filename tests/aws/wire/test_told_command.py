"""What requests tell of their command in the user agent, by clients of many commands."""

import re
from collections.abc import Iterator

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
from tests.aws.crowd import crowd
from tests.aws.recorder import Recorder
from tests.law.fresh_process import fresh_copy

_LINES = (
    "logs delete-log-group --log-group-name {}",
    "logs describe-log-groups --log-group-name-prefix {}",
    "logs create-log-stream --log-group-name {0} --log-stream-name {0}",
)
_VOLATILE = re.compile(r" sid/\S+")
_FEATURES = re.compile(r"(?<= m/)\S+")


@pytest.fixture(params=[False, True], ids=["sooner", "verbatim"])
def runner(recorder: Recorder, request: pytest.FixtureRequest) -> Iterator[InProcessRunner]:
    """Provide a runner for eight threads."""
    del recorder
    with InProcessRunner(jobs=8, verbatim=request.param) as runner:
        yield runner


def _agents(recorder: Recorder) -> dict[str, str]:
    """Return the user agent of each request, by the name that its line was given."""
    found = {}
    for request in recorder.requests:
        (name,) = {value for value in request.parameters.values() if isinstance(value, str)}
        agent = _VOLATILE.sub("", request.agent)
        # They are a set, in any order.
        found[name] = _FEATURES.sub(lambda m: ",".join(sorted(m[0].split(","))), agent)
    recorder.requests.clear()
    return found


def _expected(recorder: Recorder) -> list[str]:
    for line in _LINES:
        assert fresh_copy(line.format("fresh")).exit_status == 0
    by_target = {request.target: request for request in recorder.requests}
    assert len(by_target) == len(_LINES)
    expected: list[str] = []
    for request in [*recorder.requests]:
        recorder.requests[:] = [request]
        expected += _agents(recorder).values()
    return expected


def test_each_request_tells_its_own_command(runner: InProcessRunner, recorder: Recorder) -> None:
    expected = _expected(recorder)
    lines = [_LINES[number % 3].format(number) for number in range(48)]

    done = crowd(runner, lines, threads=8)

    assert {each.ran.exit_status for each in done} == {0}
    told = _agents(recorder)
    assert [told[str(number)] for number in range(48)] == expected * 16
    assert len([*runner._generation.get().shared.clients]) == 1


def test_the_same_is_told_after_others(runner: InProcessRunner, recorder: Recorder) -> None:
    expected = _expected(recorder)
    batch = Batch(runner)
    for _ in range(2):
        for number, line in enumerate(_LINES):
            batch.run(line.format(number))
        assert [*_agents(recorder).values()] == expected
