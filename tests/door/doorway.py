"""An `aws` of the tests' own Python, whichever version that has, and awsbatch that enters it."""

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ENTER = """\
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
{then}
sys.exit(awscli.clidriver.main())
"""


def script(file: Path, text: str) -> Path:
    """Write a program."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)
    return file


def aws(file: Path, first_line: str = sys.executable, *, then: str = "") -> Path:
    """Write an `aws` as pip does, which does something of its own before it runs."""
    return script(file, _AWS.format(first_line=first_line, then=then))


def wrapper(file: Path, shell: str) -> Path:
    """Write a program for a shell, in which `AWS` is an `aws` beside it."""
    inner = aws(file.parent / "inner" / "aws")
    return script(file, "#!/bin/sh\n" + shell.replace("AWS ", f"{shlex.quote(str(inner))} ") + "\n")


def command(program: Path, *words: str, first: str = "") -> Sequence[str]:
    """Return the command line of an awsbatch that enters a program, after some Python."""
    return [sys.executable, "-c", f"import os, sys\n{first}\n{ENTER}", os.fspath(program), *words]


def enter(
    program: Path, *words: str, text: str = "", first: str = "", **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run awsbatch with these words inside an `aws`."""
    return subprocess.run(
        command(program, *words, first=first),
        env={**os.environ, **environ},
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def without_reader(program: Path, text: str) -> tuple[int, str]:
    """Run a script where nobody reads what it prints; return the exit status and what is told."""
    with subprocess.Popen(
        command(program, "run", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        if run.stdout is not None:
            run.stdout.close()
        _, told = run.communicate(text)
    return run.returncode, told
