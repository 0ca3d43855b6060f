"""Ctrl-C in a call, held against plain `aws`."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from subprocess import run
from threading import Event
from typing import Any

import pytest

from tests.aws.recorder import Recorded, recording
from tests.exec.test_calls import calls_environ

# Interrupts each call once the file of marks has a line of it, and tells how it has ended.
PROGRAM = """
import os, re, signal, subprocess, sys
mark = os.open(sys.argv[1], os.O_RDONLY)
for line in sys.argv[2:]:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    call = subprocess.Popen(line.split(), stdout=-1, stderr=-1, text=True)
    os.read(mark, 1)
    call.send_signal(signal.SIGINT)
    said = [re.sub("[0-9.]+ [A-Za-z]+/s| +(?=\\n)", "", text) for text in call.communicate()]
    print(line, said, call.returncode)
"""
LINES = [
    "aws logs describe-log-groups",
    "aws ec2 wait instance-running --instance-ids i-1",
    # It waits for what is under way.
    "aws s3 cp file s3://bucket/key --cli-read-timeout 1",
]
SETTINGS = {
    "AWS_ACCESS_KEY_ID": "K",
    "AWS_SECRET_ACCESS_KEY": "s",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_MAX_ATTEMPTS": "1",
}


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """Provide a pipe, which is marked with each request."""
    pipe = tmp_path / "marks"
    os.mkfifo(pipe)
    return pipe


@pytest.fixture
def environ(marks: Path, _aws_cli: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Provide the environment of calls that get no answer before the end."""
    writer, end = os.open(marks, os.O_RDWR), Event()

    def answer(_: Recorded) -> Any:
        os.write(writer, b".")
        end.wait()
        return 200, b"{}"

    with recording() as recorder:
        recorder.answer = answer
        yield {**calls_environ(recorder, _aws_cli), **SETTINGS}
        end.set()
    os.close(writer)


@pytest.mark.law
def test_an_interrupted_call_ends_as_that_of_plain_aws(
    marks: Path, environ: Mapping[str, str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")

    def ended(*words: str) -> Sequence[str]:
        program = [*words, sys.executable, "-c", PROGRAM, str(marks), *LINES]
        done = run(program, cwd=tmp_path, env=environ, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    expected = ended()
    assert len(expected) == len(LINES)
    assert ended(sys.executable, "-m", "awsbatch", "exec", "-q") == expected
