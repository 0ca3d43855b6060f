"""What a line costs once all is warm, counted exactly; seconds belong to the benchmarks.

The path of a line may not grow, and every short way has to be taken: where
the AWS CLI or a library has moved what is cut short, a test here fails.
"""

import argparse
import gc
import http.client
import json
import subprocess
import sys
from collections.abc import Callable, Collection
from types import CodeType, FrameType

import awscli.clidriver
import botocore.auth
import botocore.endpoint
import pytest
from awscli.customizations import globalargs
from awscli.paramfile import URIArgumentHandler
from botocore.configprovider import ChainProvider
from botocore.regions import EndpointRulesetResolver

from awsbatch.aws.botocore_events import _handlers
from awsbatch.aws.driver.placeholder_restore import ValueHandlers
from awsbatch.aws.fast_path import registry
from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.session.client_factory import frozen
from awsbatch.contract.cancellation import Cancellation
from awsbatch.output.memory import Memory
from benchmarks.operation import OPERATIONS
from tests.aws import profiling
from tests.aws.fast_path import line_cost
from tests.aws.recorder import Recorder
from tests.aws_cli import by_version

_LINE = "logs delete-log-group --log-group-name g --region eu-west-1"
DELETE = [(word,) for word in _LINE.split()]

# Of the bytecodes of `delete_log_group` by boto3. Whoever needs more says for what.
MOST = {
    "logs delete-log-group": by_version(0.37, 0.41),
    "ssm put-parameter": by_version(0.49, 0.54),
    "sns create-topic": by_version(0.46, 0.49),
    "ec2 terminate-instances": by_version(0.64, 0.68),
    "lambda put-function-concurrency": by_version(0.47, 0.5),
    "s3api head-object": by_version(0.7, 0.76),
}
"""By operation; a line that prints the whole answer, or has a query, or keeps it."""

MOST_OF_LOG = 0.135
"""Of what a line of the cheapest kind takes without one: its digest, and two lines written."""

CUT_SHORT = {
    "commands": awscli.clidriver.ServiceOperation.__call__,
    "argparse": argparse.ArgumentParser._parse_known_args,
    "endpoints": EndpointRulesetResolver._resolve_param_from_context,
    "global options": globalargs._update_default_client_config,
    "exchanges": http.client.HTTPResponse.begin,
    "keys of clients": frozen,
    "plans": botocore.endpoint.Endpoint.make_request,
    "signatures": botocore.auth.SigV4Auth.signature,
    "variables": ChainProvider.provide,
}
if "user_agent" in registry.modules():
    from botocore.useragent import UserAgentString

    CUT_SHORT["user agents"] = UserAgentString._build_sdk_metadata


def run(pool: InProcessRunner) -> None:
    outcome = pool.run(DELETE, stdout=Memory(), stderr=Memory(), cancellation=Cancellation())
    assert outcome.exit_status == 0


def warm(pool: InProcessRunner) -> None:
    for _ in range(3):
        run(pool)


def called(work: Callable[[], object]) -> Collection[CodeType]:
    """Return the functions that something calls in this thread."""
    codes = set()

    def see(frame: FrameType, event: str, _: object) -> None:
        if event in {"call", "c_call"}:
            codes.add(frame.f_code)

    profiling.profiled(work, see)
    return codes


def test_a_line_takes_a_part_of_what_a_call_by_boto3_takes() -> None:
    kinds = [(each, way) for each in OPERATIONS for way in each.ways]
    # The first comes once more after all others.
    kinds.append(kinds[0])

    (call,) = bytecodes()
    counts = bytecodes(*(operation.line(way) for operation, way in kinds))

    parts = [
        (each.name, way, count / call) for (each, way), count in zip(kinds, counts, strict=True)
    ]
    assert [each for each in parts if each[2] > MOST[each[0]]] == []
    assert counts[-1] == pytest.approx(counts[0], rel=0.01)


def test_a_log_takes_a_small_part_of_a_line() -> None:
    operation = OPERATIONS[0]
    (line,) = bytecodes(operation.command)
    (logged,) = bytecodes("--joblog", operation.command)
    assert logged / line - 1 < MOST_OF_LOG


def bytecodes(*lines: str) -> list[int]:
    """Return what each line takes; or a call by boto3, where there is none."""
    done = subprocess.run(
        [sys.executable, "-m", line_cost.__name__, *lines],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [sum(each.values()) for each in json.loads(done.stdout.splitlines()[-1])]


@pytest.mark.usefixtures("recorder")
@pytest.mark.parametrize("cut", CUT_SHORT)
def test_what_comes_out_the_same_is_not_worked_out_anew(cut: str) -> None:
    code = CUT_SHORT[cut].__code__
    taken = []
    for verbatim in (False, True):
        with InProcessRunner(verbatim=verbatim) as pool:
            warm(pool)
            taken.append(code in called(lambda: run(pool)))
    assert taken == [False, True]


def test_no_object_outlives_its_line(recorder: Recorder) -> None:
    with InProcessRunner() as pool:
        warm(pool)
        before = _live(recorder)
        for _ in range(200):
            run(pool)
        # The recorder has some of its own, in its threads.
        assert _live(recorder) < before + 100


def _live(recorder: Recorder) -> int:
    recorder.requests.clear()
    gc.collect()
    return len(gc.get_objects())


@pytest.mark.usefixtures("recorder")
def test_no_handler_makes_anything_of_an_argument_that_is_not_given() -> None:
    """So that such arguments are passed over; look at a handler that is new here."""
    with InProcessRunner(verbatim=True) as pool:
        warm(pool)
        (driver,) = pool._generation.get().idle
        events = driver.session.emitter._handlers._root["children"]
        handlers = [*_handlers(events["load-cli-arg"])]
        emitted = driver.session.emit(
            "load-cli-arg.logs.delete-log-group.log-group-name", param=None, value=None
        )
    assert {type(getattr(each, "__self__", each)) for each in handlers} == {
        ValueHandlers,
        URIArgumentHandler,
    }
    assert [answer for _, answer in emitted] == [None, None]
