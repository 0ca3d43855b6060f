"""Transfers by the AWS CRT, which version 2 has."""

import os
from pathlib import Path
from typing import Any

import pytest

from awsbatch.aws.clearance import Clearance
from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.isolation import crt_transfer
from awsbatch.aws.version.installed import USAGE_STATUS
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Errand, Refusal, Request
from awsbatch.contract.outcome import Ending
from awsbatch.output.memory import Memory
from tests.aws.batch import Batch, words
from tests.aws.call import calling, invocation
from tests.aws.crowd import crowd
from tests.aws.recorder import Recorder
from tests.aws_cli import only_v2

_CONFIG = """\
[default]
s3 =
  preferred_transfer_client = crt
"""


def _chosen(
    preferred: str | None, *, is_by_itself: bool, clearance: Clearance | None = None
) -> str:
    """Return what is chosen by a CLI that would itself choose the CRT for this system."""

    def choose(_: object, __: object, config: dict[str, str]) -> str:
        chosen = config.get("preferred_transfer_client", "auto")
        return "crt" if chosen == "auto" else chosen

    config = {} if preferred is None else {"preferred_transfer_client": preferred}
    made = invocation()
    made.is_by_itself, made.clearance = is_by_itself, clearance
    with calling(made):
        return crt_transfer._looking(choose)(None, {}, config)


@pytest.mark.parametrize(
    ("preferred", "alone", "beside"),
    [
        ("classic", "classic", "classic"),
        ("auto", "crt", "default"),
        (None, "crt", "default"),
    ],
)
def test_what_the_cli_chooses_by_itself_is_for_commands_by_themselves(
    preferred: str | None, alone: str, beside: str
) -> None:
    chosen = [_chosen(preferred, is_by_itself=is_alone) for is_alone in (True, False)]
    assert chosen == [alone, beside]


@only_v2
def test_a_transfer_is_refused_beside_others(
    batch: Batch, recorder: Recorder, tmp_path: Path
) -> None:
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(_CONFIG)
    file = tmp_path / "file"
    file.write_text("text")
    lines = [f"s3 cp {file} s3://b/{name}" for name in "ab"]

    done = crowd(batch.pool, lines, threads=2)

    assert {each.ran.exit_status for each in done} == {USAGE_STATUS}
    assert all(crt_transfer._REFUSAL in each.ran.stderr for each in done)
    assert recorder.requests == []


class _Closed:
    """A guard that lets nothing through."""

    def refusal(self, request: Request, errand: Errand) -> Refusal:
        del request, errand
        return Refusal("no")


def test_where_there_is_a_guard_the_crt_is_not_chosen() -> None:
    assert (
        _chosen("auto", is_by_itself=True, clearance=Clearance(_Closed(), Errand(1))) == "default"
    )


@only_v2
def test_where_there_is_a_guard_a_transfer_by_the_crt_is_refused(
    recorder: Recorder, tmp_path: Path
) -> None:
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(_CONFIG)
    file = tmp_path / "file"
    file.write_text("text")
    with InProcessRunner(guard=_Closed()) as runner:
        outcome = runner.run(
            words(f"s3 cp {file} s3://b/a"),
            stdout=Memory(),
            stderr=Memory(),
            cancellation=Cancellation(),
            errand=Errand(1),
        )

    assert (outcome.ending, outcome.refusal) == (Ending.REFUSED, crt_transfer._UNGUARDED)
    assert recorder.requests == []


def test_the_lock_of_the_crt_is_free_when_a_transfer_has_ended() -> None:
    class Module:
        CRT_S3_PROCESS_LOCK: Any = "held"

        class CRTTransferManager:
            def __enter__(self) -> None: ...

            def __exit__(self, *_: object) -> None: ...

    crt_transfer._change_manager(Module)
    with Module.CRTTransferManager():
        assert Module.CRT_S3_PROCESS_LOCK == "held"
    assert Module.CRT_S3_PROCESS_LOCK is None
