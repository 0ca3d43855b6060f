"""Which version of the AWS CLI awsbatch runs on."""

import subprocess
import sys


def test_another_version_is_refused_before_anything_of_it_is_looked_for() -> None:
    program = """\
import awscli
awscli.__version__ = "2.36.7"
del awscli.EnvironmentVariables
from awsbatch.cli.main import main
raise SystemExit(main(["check", "-"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], input="", capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == (
        "error: expected version 1 of the AWS CLI, found `2.36.7`\n"
        "  `pip install 'awscli<2'` installs version 1\n"
    )
