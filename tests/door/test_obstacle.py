"""What is told of an `aws` that does not let awsbatch in: one error, and nothing is run."""

import os
from pathlib import Path

import pytest

from tests.aws.recorder import Recorder
from tests.door import doorway

OWN = "`--aws own` runs awsbatch's own AWS CLI"
STATUSES = {2, 252}
"""Of an `aws` that is given a command which it does not know, version 1 and version 2."""


@pytest.mark.parametrize(
    ("shell", "found"),
    [
        (
            'exec docker run --rm -ti amazon/aws-cli "$@"',
            "starts the AWS CLI in a container, which awsbatch cannot enter",
        ),
        (
            'AWS_CONFIG_FILE=/etc/aws/config exec AWS "$@"',
            "sets AWS_CONFIG_FILE, by which awsbatch would come in",
        ),
        ('exec env -i AWS "$@"', "ended before it let awsbatch in"),
    ],
)
def test_a_wrapper_that_keeps_the_door_shut(
    shell: str, found: str, tmp_path: Path, line: str, recorder: Recorder
) -> None:
    aws = doorway.wrapper(tmp_path / "aws", shell)
    # It runs what comes after the name of an image, and hands on no variable and no descriptor.
    inner = tmp_path / "inner" / "aws"
    doorway.script(
        tmp_path / "bin" / "docker",
        f'#!/bin/sh\nshift 4\nexec env -i {inner} "$@" <&- 10>&- 11>&- 12>&-\n',
    )
    path = os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]])

    done = doorway.enter(aws, "run", "-", text=line, PATH=path)

    assert done.returncode in STATUSES
    assert done.stdout == ""
    assert done.stderr.endswith(f"error: `{aws}` {found}: nothing was run\n  {OWN}\n")
    assert recorder.requests == []


@pytest.mark.parametrize(
    ("shell", "added", "hint"),
    [
        (
            'exec AWS --profile prod "$@"',
            "--profile prod",
            "`awsbatch --aws INNER --profile prod …`",
        ),
        (
            'exec AWS "$@" --no-cli-pager',
            "--no-cli-pager",
            "`--aws INNER` runs without it; in a file, `defaults --no-cli-pager` has it",
        ),
        ('exec AWS s3 "$@"', "s3", "`--aws INNER` is the AWS CLI that it runs"),
    ],
)
def test_words_that_a_wrapper_adds_are_not_dropped(
    shell: str, added: str, hint: str, tmp_path: Path, line: str, recorder: Recorder
) -> None:
    aws = doorway.wrapper(tmp_path / "aws", shell)

    done = doorway.enter(aws, "run", "-", text=line)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: `{aws}` adds `{added}` to the words that it is given, which awsbatch would"
        f" have to drop: nothing was run\n  {hint.replace('INNER', f'{tmp_path}/inner/aws')}\n"
    )
    assert recorder.requests == []


def test_words_that_a_wrapper_replaces_are_told(
    tmp_path: Path, line: str, recorder: Recorder
) -> None:
    aws = doorway.wrapper(tmp_path / "aws", "exec AWS sts get-caller-identity")

    done = doorway.enter(aws, "run", "-", text=line)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: `{aws}` runs `aws sts get-caller-identity` and not what it is given: nothing was"
        f" run\n  `--aws {tmp_path}/inner/aws` is the AWS CLI that it runs\n"
    )
    assert recorder.requests == []


def test_an_old_python_is_told(tmp_path: Path, line: str, recorder: Recorder) -> None:
    aws = doorway.aws(tmp_path / "aws", then="sys.version_info = (3, 9, 18, 'final', 0)")

    done = doorway.enter(aws, "run", "-", text=line)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: `{aws}` runs on Python 3.9.18, and awsbatch needs Python 3.10 or later: nothing"
        f" was run\n  AWS's own installer brings a version 2 that will do; {OWN}\n"
    )
    assert recorder.requests == []
