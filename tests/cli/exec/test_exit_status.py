"""What `awsbatch exec` ends with: what its program does, or why that did not begin."""

import signal
from pathlib import Path

import pytest

from tests.cli.exec.execution import execute
from tests.door import doorway


@pytest.mark.parametrize(
    ("line", "status"), [("true", 0), ("exit 7", 7), ("kill -9 $$", 137), ("kill -TERM $$", 143)]
)
def test_it_is_that_of_the_program(line: str, status: int) -> None:
    done = execute("-q", "sh", "-c", line)

    assert (done.returncode, done.stdout, done.stderr) == (status, "", "")


def test_what_an_interrupt_has_ended_is_seen_to_end_so() -> None:
    # Else a loop of a shell would go on with its next round.
    done = execute("-q", "sh", "-c", "kill -INT $$")

    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")
    assert execute("-q", "sh", "-c", "exit 130").returncode == 130


def test_a_script_without_a_first_line_is_run_by_a_shell(tmp_path: Path) -> None:
    script = doorway.script(tmp_path / "x.sh", 'echo "$1 $2"; exit 3\n')

    done = execute("-q", str(script), "-q", "--help")

    assert (done.returncode, done.stdout, done.stderr) == (3, "-q --help\n", "")


def test_a_program_is_found_on_its_path(tmp_path: Path) -> None:
    doorway.script(tmp_path / "greet", "#!/bin/sh\necho hello\n")

    done = execute("-q", "env", f"PATH={tmp_path}", "greet")

    assert (done.returncode, done.stdout) == (0, "hello\n")


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["./gone.sh"], 127, "error: cannot run `./gone.sh`: no such file or directory\n"),
        (["gone"], 127, "error: cannot run `gone`: no such file or directory\n"),
        (
            ["x.sh", "a b"],
            127,
            (
                "error: cannot run `x.sh`: no such file or directory\n"
                "  did you mean `awsbatch exec ./x.sh 'a b'`?\n"
            ),
        ),
        (
            ["ls -l"],
            127,
            (
                "error: cannot run `ls -l`: no such file or directory\n"
                "  did you mean `awsbatch exec bash -c 'ls -l'`?\n"
            ),
        ),
        (
            ["./text"],
            126,
            (
                "error: cannot run `./text`: permission denied\n"
                "  `chmod +x ./text` if it is a program\n"
            ),
        ),
        (
            ["./a.aws", "n=1"],
            126,
            (
                "error: cannot run `./a.aws`: permission denied\n"
                "  `awsbatch ./a.aws n=1` runs a file of commands\n"
            ),
        ),
        (
            ["./broken"],
            127,
            (
                "error: cannot run `./broken`: no such file or directory\n"
                "  its first line names `/gone/bash`, which is not there\n"
            ),
        ),
        (["/"], 126, "error: cannot run `/`: permission denied\n"),
    ],
)
def test_a_program_that_cannot_be_run_is_told(
    words: list[str],
    status: int,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    doorway.script(tmp_path / "x.sh", "#!/bin/sh\n")
    doorway.script(tmp_path / "broken", "#!/gone/bash\n")
    for name in ("text", "a.aws"):
        Path(name).write_text("print hello\n")

    done = execute(*words)

    assert (done.returncode, done.stdout, done.stderr) == (status, "", message)
