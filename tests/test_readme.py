"""Every block of the README does what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parent.parent / "README.md"
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)
FILES = [text for kind, text in BLOCKS if kind == "aws"]
SESSIONS = [text for kind, text in BLOCKS if kind == "console"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with the files that the README names, and an `awsbatch` to run them."""
    program = tmp_path / "bin" / "awsbatch"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m awsbatch "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(README.parent))
    for text in FILES:
        if named := re.match(r"# (\S+\.aws): ", text):
            (tmp_path / named[1]).write_text(text)
    return tmp_path


def test_there_is_no_other_kind_of_block() -> None:
    assert {kind for kind, _ in BLOCKS} == {"aws", "console"}


@pytest.mark.parametrize("text", FILES)
def test_a_command_file_runs(folder: Path, text: str) -> None:
    (folder / "block.aws").write_text(text)
    done = _run("awsbatch run --sandbox block.aws", folder)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_shows_what_it_shows(folder: Path, session: str) -> None:
    shown = ""
    for line in session.splitlines():
        if line.startswith("$ "):
            shown += f"{line}\n{_run(line[2:], folder).stdout}"
    assert _steady(shown) == _steady(session)


def _run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command],  # noqa: S607 (as a reader would type it)
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def _steady(text: str) -> str:
    return re.sub(r"in [\d.]+ s;", "in TIME;", text)
