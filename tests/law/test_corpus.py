"""Hundreds of lines of every kind are what they are in a fresh `aws`, after and beside others.

A third of them: all, alone and verbatim take minutes, and `make law` replays them.
"""

from subprocess import PIPE

from tests.law.replay import replay


def test_lines_do_what_a_fresh_aws_does() -> None:
    done = replay(["--sample"], PIPE)
    assert (done.stdout, done.returncode) == ("", 0)
