"""An `aws` of the tests' own Python, and awsbatch that enters it."""

import os
import subprocess
import sys
from pathlib import Path

_ENTER = """\
import sys
from pathlib import Path
from awsbatch.door.entrance import enter
from awsbatch.fault.caret import render
from awsbatch.fault.error import AwsbatchError
try:
    enter(Path(sys.argv[1]), sys.argv[2:], why="the test says so")
except AwsbatchError as error:
    sys.stderr.write(render(error) + "\\n")
    sys.exit(2)
"""
_AWS = """\
#!{first_line}
import sys
import awscli.clidriver
sys.exit(awscli.clidriver.main())
"""


def aws(file: Path, first_line: str = sys.executable) -> Path:
    """Write an `aws` as pip does."""
    return script(file, _AWS.format(first_line=first_line))


def script(file: Path, text: str) -> Path:
    """Write a program."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)
    return file


def enter(
    program: Path, *words: str, text: str = "", **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run awsbatch with these words inside an `aws`."""
    return subprocess.run(
        [sys.executable, "-c", _ENTER, program, *words],
        env={**os.environ, **environ},
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
