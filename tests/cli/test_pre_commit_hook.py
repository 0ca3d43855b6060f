"""The hook of `.pre-commit-hooks.yaml`, run as pre-commit runs it: its entry and the files."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from awsbatch import __main__

ROOT = Path(__file__).parent.parent.parent
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())


def _run(folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
    program, *words = shlex.split(HOOK["entry"])
    assert program == "awsbatch"
    return subprocess.run(
        [sys.executable, str(__main__.__file__), *words, *files],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_hook_passes_files_without_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.aws").write_text("x = <<'a'>>\nprint <<x>>\n")
    (tmp_path / "b.aws").write_text("x = <<'b'>>\nprint <<x>>\n")

    done = _run(tmp_path, "a.aws", "b.aws")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_hook_refuses_a_fault_and_shows_it(tmp_path: Path) -> None:
    (tmp_path / "a.aws").write_text("aws ec2 describe-vpc\n")
    (tmp_path / "b.aws").write_text("print fine\n")

    done = _run(tmp_path, "a.aws", "b.aws")

    assert done.returncode == 2
    assert done.stderr.splitlines()[:2] == [
        "error: `ec2` has no operation `describe-vpc`",
        " --> a.aws:1:9",
    ]


@pytest.mark.parametrize(
    ("file", "taken"), [("a.aws", True), ("jobs/a.aws", True), ("a.aws.txt", False), ("aws", False)]
)
def test_the_hook_is_for_command_files(file: str, *, taken: bool) -> None:
    assert bool(re.search(HOOK["files"], file)) == taken
    assert HOOK["types"] == ["text"]
