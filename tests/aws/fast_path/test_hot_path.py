"""What a line costs once all is warm, counted exactly; seconds belong to the benchmarks.

The path of a line may not grow, and every short way has to be taken: where
the AWS CLI or a library has moved what is cut short, a test here fails.
"""

import argparse
import email.parser
import gc
import os
from collections.abc import Callable, Collection
from types import CodeType, FrameType

import botocore.auth
import botocore.awsrequest
import pytest
from awscli.customizations import globalargs
from awscli.paramfile import URIArgumentHandler
from botocore.configprovider import ChainProvider
from urllib3 import PoolManager

from awsbatch.aws.botocore_events import _handlers
from awsbatch.aws.driver.placeholder_restore import ValueHandlers
from awsbatch.aws.fast_path import registry
from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.session.client_factory import frozen
from awsbatch.contract.cancellation import Cancellation
from awsbatch.output.memory import Memory
from tests.aws import profiling
from tests.aws.recorder import Recorder
from tests.aws_cli import by_version

_LINE = "logs delete-log-group --log-group-name g --region eu-west-1"
DELETE = [(word,) for word in _LINE.split()]

# By Python 3.10; later versions make some fewer. Whoever needs more says for what.
MOST_CALLS = by_version(530, 685)

CUT_SHORT = {
    "argparse": argparse.ArgumentParser._parse_known_args,
    "global options": globalargs._update_default_client_config,
    "headers": email.parser.Parser.parsestr,
    "copies of headers": botocore.awsrequest.HeadersDict.copy,
    "hosts": botocore.auth._host_from_url,
    "pools of connections": PoolManager.connection_from_host,
    "keys of clients": frozen,
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


def profiled(work: Callable[[], object]) -> tuple[int, Collection[CodeType]]:
    """Count the calls that something makes in this thread, and return the functions called."""
    count = 0
    codes = set()

    def profile(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        if event in {"call", "c_call"}:
            count += 1
            codes.add(frame.f_code)

    profiling.profiled(work, profile)
    return count, codes


def calls(work: Callable[[], object]) -> int:
    """Count the calls without those that only some make, as where the second changes."""
    return min(profiled(work)[0] for _ in range(5))


@pytest.fixture
def _settled(recorder: Recorder) -> None:
    """Have the configuration be of long ago: one of just now is read at every line."""
    del recorder
    os.utime(os.environ["AWS_CONFIG_FILE"], (0, 0))


@pytest.mark.usefixtures("_settled")
def test_a_line_makes_few_calls_but_those_of_the_client() -> None:
    with InProcessRunner() as pool:
        warm(pool)
        (kept,) = pool._generation.get().shared.clients
        own = calls(lambda: kept.delete_log_group(logGroupName="g"))
        more = calls(lambda: run(pool)) - own
        for _ in range(50):
            run(pool)
        assert calls(lambda: run(pool)) - own == more
    assert more <= MOST_CALLS


@pytest.mark.usefixtures("recorder")
@pytest.mark.parametrize("cut", CUT_SHORT)
def test_what_comes_out_the_same_is_not_worked_out_anew(cut: str) -> None:
    code = CUT_SHORT[cut].__code__
    called = []
    for verbatim in (False, True):
        with InProcessRunner(verbatim=verbatim) as pool:
            warm(pool)
            called.append(code in profiled(lambda: run(pool))[1])
    assert called == [False, True]


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
