"""Commands that are given up: in a process of their own, where abandoned ones end with it."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """\
for id in i-0123456789abcdef0
    @timeout=1s aws ec2 wait instance-exists --instance-ids <<id>>
    print not reached
end
if @timeout=1s @ignore=Timeout aws ec2 wait instance-exists --instance-ids i-0123456789abcdef0
    print there
else
    print not there in a second
end
@timeout=5m aws sts get-caller-identity --query Account
"""
STDERR = """
given up after 1 second (Timeout)
script.aws:2: exit 124: aws ec2 wait instance-exists --instance-ids i-0123456789abcdef0
"""


def test_a_command_that_is_given_up_is_told_of(
    moto_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server)
    Path("script.aws").write_text(SCRIPT)

    done = subprocess.run(
        [sys.executable, "-m", "awsbatch", "run", "-q", "script.aws"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, 'not there in a second\n"123456789012"\n')
    assert done.stderr == STDERR
