"""Customizations of the AWS CLI, which later versions load when they are needed."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.version import eager_customization
from awsbatch.aws.version.installed import BaseEmitter
from tests.aws.batch import Batch
from tests.aws.crowd import crowd
from tests.aws.recorder import Recorder

_ROOT = Path(__file__).parents[3]
_REGIONS = ("eu-west-1", "us-east-1", "eu-central-1")
_SEED = """\
<CreateVirtualMFADeviceResponse><CreateVirtualMFADeviceResult><VirtualMFADevice>
<SerialNumber>s</SerialNumber><QRCodePNG>c2VlZA==</QRCodePNG>
</VirtualMFADevice></CreateVirtualMFADeviceResult></CreateVirtualMFADeviceResponse>
"""
_loads_late = pytest.mark.skipif(
    BaseEmitter is eager_customization.BaseEmitter,
    reason="this version loads all customizations at its start",
)


def _run(regions: tuple[str, ...]) -> list[str]:
    line = "ec2 run-instances --image-id ami-1 --count 2:3 --region {}"
    return [line.format(region) for region in regions]


def _counted(recorder: Recorder) -> list[tuple[str, str]]:
    bodies = [parse_qs(request.body.decode()) for request in recorder.requests]
    return [(body["MinCount"][0], body["MaxCount"][0]) for body in bodies]


def test_each_client_of_a_session_is_customized(batch: Batch, recorder: Recorder) -> None:
    for line in _run(_REGIONS):
        batch.run(line)
    assert _counted(recorder) == [("2", "3")] * 3


def test_clients_are_customized_for_threads(recorder: Recorder) -> None:
    lines = _run(_REGIONS * 8)
    with InProcessRunner(jobs=8) as runner:
        crowd(runner, lines, threads=8)
    assert _counted(recorder) == [("2", "3")] * len(lines)


def test_what_a_command_had_loaded_stays(batch: Batch, recorder: Recorder) -> None:
    for _ in range(2):
        batch.run("ec2 describe-volumes --page-size 7")
        batch.run("logs delete-log-group --log-group-name g")
    sizes = [parse_qs(each.body.decode()).get("MaxResults") for each in recorder.requests]
    assert sizes == [["7"], None, ["7"], None]


def test_what_reads_an_option_is_what_the_client_calls(
    batch: Batch, recorder: Recorder, tmp_path: Path
) -> None:
    recorder.answer = lambda _: (200, _SEED.encode())
    files = [tmp_path / "one", tmp_path / "two"]
    made = "iam create-virtual-mfa-device --virtual-mfa-device-name v --bootstrap-method QRCodePNG"
    for line in ("iam list-users", *(f"{made} --outfile {file}" for file in files)):
        batch.run(line)
    assert [file.read_text() for file in files] == ["seed"] * 2


@_loads_late
def test_a_command_loads_no_customization_of_another(recorder: Recorder) -> None:
    program = """\
import sys
from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
with InProcessRunner() as runner:
    assert Batch(runner).run("logs delete-log-group --log-group-name g").exit_status == 0
foreign = "awscli.customizations.s3.s3", "awscli.customizations.eks", "prompt_toolkit"
print(*(name for name in sys.modules if name.startswith(foreign)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=_ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"
    assert len(recorder.requests) == 1
