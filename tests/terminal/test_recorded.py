r"""Recorded sessions at a terminal: what is typed, and the screens that it makes, a folder each.

A session has `keys`, a step a line, `screens`, and the files that it uses: it is run in a copy
of the folder, with an `awsbatch` on its path and, as its AWS, a server that answers `{}`.

    size 80x24                the first line
    $ awsbatch -P 4 a.aws     run a command line; it is shown after `$ `
    wait TEXT                 until a line of the screen holds the text
    gone TEXT                 until none does
    at TEXT                   until the line of the cursor is the text, as where a prompt waits
    type ls\r                 type; escapes are Python's, such as \x03 for Ctrl-C
    reflow 40                 make the terminal narrower, as those that break lines anew
    cut 40                    change its width, as those that cut lines off
    signal TERM               to the program and what it has started
    hold                      requests from here on wait for their answer
    asked 1                   until so many requests have come in all
    answer 3                  answer three of them, as soon as they come
    answer 1 AccessDeniedException not allowed
    answer all                and no longer hold them
    moto                      an in-memory AWS is used in place of that server
    screen a note             record the screen
    colours a note            record it with its colours
    end                       wait for the end of the program; record the screen and exit status

What differs from run to run is written `TIME`, `RATE` and so on; keep such lines shorter than the
screen, or they break now here, now there. A screen is waited for: a bar may be drawn once more
before it is the one that was recorded, and its time left is gone once nothing has ended for long.

`pytest tests/terminal --write-golden` writes the screens anew; read `git diff` before you keep
them.
"""

import os
import shlex
import shutil
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.terminal.held_aws import held_aws
from tests.terminal.player import Player, size_of
from tests.terminal.session import Session

FOLDER = Path(__file__).parent
NAMES = sorted(keys.parent.name for keys in FOLDER.glob("*/keys"))
_UNSET = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "CI")


@pytest.mark.races
@pytest.mark.parametrize("name", NAMES)
def test_the_terminal_shows(
    name: str, *, write_golden: bool, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    file = FOLDER / name / "screens"
    expected = file.read_text(encoding="utf-8") if file.exists() else ""
    folder = tmp_path / "session"
    ignored = shutil.ignore_patterns("keys", "screens")
    shutil.copytree(FOLDER / name, folder, ignore=ignored)
    size, *steps = (FOLDER / name / "keys").read_text(encoding="utf-8").splitlines()
    with held_aws() as aws:
        url = request.getfixturevalue("moto_server") if "moto" in steps else aws.url
        env = {**_environment(_program(tmp_path / "bin")), "AWS_ENDPOINT_URL": url}
        columns, rows = size_of(size.removeprefix("size "))
        with closing(Session(columns, rows, env=env, cwd=folder)) as session:
            player = Player(session, aws, "" if write_golden else expected)
            for step in steps:
                if step and step != "moto" and not step.startswith("#"):
                    player.play(step)

    if write_golden:
        file.write_text(player.recorded, encoding="utf-8")
        pytest.skip("written: read `git diff tests/terminal`")
    assert player.recorded == expected


def _program(folder: Path) -> Path:
    """Return a folder with an `awsbatch` that is this one."""
    folder.mkdir()
    program = folder / "awsbatch"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m awsbatch "$@"\n')
    program.chmod(0o755)
    return folder


def _environment(programs: Path) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name not in _UNSET}
    return {
        **env,
        "LC_ALL": "C.UTF-8",
        "PATH": f"{programs}{os.pathsep}{env['PATH']}",
        # Not the folder of the session.
        "PYTHONPATH": os.fspath(FOLDER.parent.parent),
        "TERM": "xterm-256color",
    }
