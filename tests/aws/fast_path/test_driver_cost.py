"""What a further driver costs, counted exactly; seconds belong to the benchmarks.

A command with another profile or region has a session, a driver and a client
of its own. Three shortcuts make that 3 ms instead of 40.
"""

import os
from functools import partial

import pytest

from awsbatch.aws.fast_path import registry
from awsbatch.aws.fast_path.client_class import ClientClasses
from awsbatch.aws.fast_path.event_handling import Handlers
from awsbatch.aws.fast_path.event_name import EventNames
from awsbatch.aws.fast_path.output_stream import OutputStreams
from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.contract.cancellation import Cancellation
from awsbatch.output.memory import Memory
from tests.aws import profiling
from tests.aws.recorder import Recorder
from tests.aws_cli import by_version

# 34,455 by Python 3.11, 50 more beside other tests; other Pythons make fewer. Of these, 260 have a
# client exchange, plan and teach. Whoever needs more says for what.
MOST_CALLS = by_version(34_800, 30_000)
LOST = [
    ClientClasses,
    Handlers,
    *([EventNames] if "event_name" in registry.modules() else []),
    *([OutputStreams] if "output_stream" in registry.modules() else []),
]


def run(runner: InProcessRunner, region: str) -> None:
    line = f"logs delete-log-group --log-group-name g --region {region}"
    words = [(word,) for word in line.split()]
    outcome = runner.run(words, stdout=Memory(), stderr=Memory(), cancellation=Cancellation())
    assert outcome.exit_status == 0


def calls_of_a_further_driver() -> int:
    with InProcessRunner() as runner:
        run(runner, "us-east-1")
        # The first of them find what all others share.
        regions = "us-east-2", "us-west-1", "eu-west-1", "sa-east-1"
        calls = [profiling.count(partial(run, runner, region)) for region in regions]
        assert len([*runner._generation.get().idle]) == 5
    return min(calls)


@pytest.fixture(autouse=True)
def _settled(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no variables of others, each of which is some calls, and a file of long ago.

    A configuration of just now is read at every line.
    """
    del recorder
    os.utime(os.environ["AWS_CONFIG_FILE"], (0, 0))
    for name in os.environ:
        if not name.startswith(("AWS_", "PYTEST_CURRENT", "BOTO", "HOME", "PATH")):
            monkeypatch.delenv(name)


def test_a_further_driver_makes_few_calls() -> None:
    assert calls_of_a_further_driver() <= MOST_CALLS


@pytest.mark.parametrize("lost", LOST)
def test_it_makes_more_where_a_shortcut_is_lost(
    lost: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = calls_of_a_further_driver()
    monkeypatch.setattr(lost, "needs", ("botocore.hooks:what_is_not_there",))
    assert calls_of_a_further_driver() > kept + 500
