"""Hundreds of lines of every kind are what they are in a fresh `aws`, after and beside others."""

from subprocess import PIPE

import pytest

from tests.law.replay import replay


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["--sample"], id="sample"),
        *(
            pytest.param(options, id=name, marks=pytest.mark.law)
            for name, options in {
                "all": [],
                "verbatim": ["--verbatim"],
                "alone": ["--alone"],
            }.items()
        ),
    ],
)
def test_lines_do_what_a_fresh_aws_does(options: list[str]) -> None:
    done = replay(options, PIPE)
    assert (done.stdout, done.returncode) == ("", 0)
