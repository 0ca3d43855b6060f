"""What a command may take for its own of the process: descriptors, threads, warnings, `help`."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.invocation import Invocation, enter
from awsbatch.aws.isolation import warning_display
from awsbatch.aws.traffic import Traffic
from awsbatch.contract.cancellation import Cancellation
from tests.aws.batch import Batch, Spool, fresh, words
from tests.aws.recorder import Recorder
from tests.aws_cli import USAGE_ERROR, sentence
from tests.law.fresh_process import fresh_copy

MFA_DEVICE = "iam create-virtual-mfa-device --virtual-mfa-device-name n"
TO_STREAMS = [
    "lambda invoke --function-name f {}",
    "lambda invoke --function-name f {} --output text --query StatusCode",
    "s3api get-object --bucket b --key k {}",
    f"{MFA_DEVICE} --bootstrap-method Base32StringSeed --outfile {{}}",
]
STREAMS = ["/dev/stdout", "/dev/stderr", "/dev/fd/1", "/proc/self/fd/2", "/dev/../dev//stdout"]
OUTPUTS = [path for path in STREAMS if path[-1] in "1t"]
DEVICE = (
    b"<R><CreateVirtualMFADeviceResult><VirtualMFADevice><SerialNumber>s</SerialNumber>"
    b"<Base32StringSeed>c2VlZA==</Base32StringSeed></VirtualMFADevice>"
    b"</CreateVirtualMFADeviceResult></R>"
)


@pytest.fixture
def bodies(recorder: Recorder) -> Recorder:
    """Provide a recorder that answers with a line, in XML where IAM is asked."""
    recorder.answer = lambda r: (200, DEVICE if r.service == "iam" else b"a body\n")
    return recorder


@pytest.mark.parametrize("path", STREAMS)
@pytest.mark.parametrize("line", TO_STREAMS)
def test_an_output_file_may_be_a_stream(
    batch: Batch, bodies: Recorder, line: str, path: str
) -> None:
    del bodies
    line = line.format(path)
    assert batch.run(line) == fresh_copy(line)


@pytest.mark.parametrize("path", STREAMS[:2])
def test_a_log_may_be_a_stream(batch: Batch, recorder: Recorder, path: str) -> None:
    url = f'{{"PreSignedUrl": "{recorder.url}/log"}}'.encode()
    recorder.answer = lambda r: (200, url if r.service == "gamelift" else b"a body\n")
    ran = batch.run(f"gamelift get-game-session-log --game-session-id s --save-as {path}")
    assert "a body\n" in (ran.stdout if path == "/dev/stdout" else ran.stderr)


def test_a_download_may_be_a_stream(
    moto_server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    (tmp_path / "file").write_text("a body\n")
    with InProcessRunner() as pool:
        batch = Batch(pool)
        batch.run("s3 mb s3://streams")
        batch.run(f"s3 cp {tmp_path}/file s3://streams/k")
        for path in STREAMS:
            ran = batch.run(f"s3 cp s3://streams/k {path} --quiet")
            text = "a body\n", ""
            assert (ran.stdout, ran.stderr) == (text if path in OUTPUTS else text[::-1])
        assert batch.capture("s3 cp s3://streams/k /dev/stdout --quiet") == "a body"


def test_a_descriptor_of_the_batch_is_none_of_a_command(batch: Batch, bodies: Recorder) -> None:
    del bodies
    reading, writing = os.pipe()
    try:
        line = f"s3api get-object --bucket b --key k /dev/fd/{writing}"
        assert batch.run(line) == fresh_copy(line)
        os.set_inheritable(writing, True)  # noqa: FBT003 (the function's only way)
        assert batch.run(line).exit_status == 0
        assert os.read(reading, 100) == b"a body\n"
    finally:
        os.close(reading)
        os.close(writing)


@pytest.mark.parametrize("path", ["/dev/stdout", "/proc/self/fd/1"])
def test_a_capture_takes_no_file_for_its_result(
    batch: Batch, recorder: Recorder, path: str
) -> None:
    err = Spool()
    outcome = batch.pool.run(
        words(f"lambda invoke --function-name f {path}"),
        stdout=Spool(),
        stderr=err,
        cancellation=Cancellation(),
        capture=True,
    )
    assert outcome.exit_status == USAGE_ERROR
    assert sentence(err.written.decode()) == (
        f"the result of `lambda invoke` is kept, not printed: `{path}` is no place"
        " for its file, write one and take it by `read(FILE)`\n"
    )
    assert recorder.requests == []


@pytest.mark.parametrize(
    "line",
    [
        "cloudwatch delete-alarms --alarm-names a help",
        "cloudwatch delete-alarms --alarm-names help",
        "logs delete-log-group --log-group-name help",
    ],
)
def test_help_may_be_a_value(batch: Batch, recorder: Recorder, line: str) -> None:
    recorder.answer = lambda _: (200, b"<R><ResponseMetadata/></R>")
    ours = batch.run(line), [(r.path, r.body) for r in recorder.requests]
    recorder.requests.clear()
    assert ours == (fresh_copy(line), [(r.path, r.body) for r in recorder.requests])
    recorder.requests.clear()
    batch.capture(line)
    assert batch.outcome.exit_status == 0
    assert len(recorder.requests) == 1


# awscli 1.46 does not close its examples.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "line",
    ["help", "logs help", "logs delete-log-group help", "s3 ls help"],
)
def test_help_is_what_a_fresh_aws_shows(
    batch: Batch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str
) -> None:
    monkeypatch.setenv("PAGER", "cat")
    monkeypatch.delenv("MANPAGER", raising=False)
    shown = tmp_path / "shown"
    with shown.open("w+b") as file:
        out = Spool(file.fileno())
        outcome = batch.pool.run(
            words(line), stdout=out, stderr=Spool(), cancellation=Cancellation()
        )
    theirs = fresh(line)
    assert (outcome.exit_status, shown.read_text()) == (theirs.exit_status, theirs.stdout)


@pytest.mark.parametrize("line", ["s3 cp {} s3://b/k", "s3 cp {} s3://b/k --sse aws:kms"])
def test_transfers_tell_what_a_fresh_aws_tells(
    batch: Batch, recorder: Recorder, tmp_path: Path, line: str
) -> None:
    recorder.answer = lambda _: (200, b"")
    file = tmp_path / "file"
    file.write_text("a")
    line = line.format(file)
    assert batch.run(line).exit_status == fresh_copy(line).exit_status == 0
    mine, its = (request.features for request in recorder.requests)
    assert mine == its


@contextmanager
def _warnings(action: str | None) -> Iterator[list[str]]:
    """Collect the warnings that are shown, under Python's own filters or one of the user's."""
    shown: list[str] = []
    with warnings.catch_warnings():
        warnings.resetwarnings()
        if action is not None:
            warnings.simplefilter(action)  # type: ignore[arg-type]
        warnings.showwarning = lambda message, *_: shown.append(str(message))
        with warning_display.each_command():
            yield shown


def _warn(*times: int) -> None:
    """Warn so many times for each of several commands, all at the same place."""
    for count in times:
        context = copy_context()
        context.run(enter, _invocation())
        for _ in range(count):
            context.run(warnings.warn, "echoed", UserWarning, stacklevel=1)


def _invocation() -> Invocation:
    return Invocation(
        [], stdout=Spool(), stderr=Spool(), cancellation=Cancellation(), traffic=Traffic()
    )


@pytest.mark.parametrize(("action", "count"), [(None, 2), ("always", 3), ("ignore", 0)])
def test_each_command_shows_a_warning_once(action: str | None, count: int) -> None:
    with _warnings(action) as shown:
        _warn(2, 1)
    assert shown == ["echoed"] * count
