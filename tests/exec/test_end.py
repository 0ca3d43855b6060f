"""How `awsbatch exec` ends, and what is left then: nothing."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exec import served


@pytest.fixture(autouse=True)
def is_clean(tmp_path: Path) -> Iterator[None]:
    yield
    assert served.left(tmp_path) == []


@pytest.mark.parametrize(("line", "status"), [("exit 7", 7), ("kill -9 $$", 137)])
def test_it_is_the_program_s(line: str, status: int, tmp_path: Path) -> None:
    assert served.run(tmp_path, f"aws pid > pids; aws parent >> pids; {line}").returncode == status

    for process in map(int, (tmp_path / "pids").read_text().split()):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_program_that_calls_nothing_ends_at_once(tmp_path: Path) -> None:
    assert served.run(tmp_path, "exit 3").returncode == 3


def test_calls_in_the_background_go_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    held = os.open(tmp_path / "fifo", os.O_RDWR)
    # Nobody holds its output open: `run` waits for the end of that.
    line = "aws parent > parent; hold 1 > /dev/null 2>&1; exit 7"
    done = served.run(tmp_path, served.HOLDING + line)
    parent = int((tmp_path / "parent").read_text())

    assert (done.returncode, served.left(tmp_path)) == (7, [])
    os.kill(parent, 0)
    os.close(held)
    while Path(f"/proc/{parent}").exists():
        pass
    assert [each["exit_status"] for each in served.reports(tmp_path)] == [0, 0]


def test_whoever_calls_after_the_end_goes_on_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "go")
    line = "(read < go; aws late > late 2>&1; : > go) > /dev/null 2>&1 &"
    done = served.run(tmp_path, line)
    (tmp_path / "go").write_text("\n")
    (tmp_path / "go").read_bytes()

    assert done.returncode == 0
    *_, said, made = (tmp_path / "late").read_text().splitlines()
    assert said.startswith("awsbatch: no answer from `awsbatch exec` (")
    assert made == "real late"


@pytest.mark.parametrize(("victim", "status"), [("$PPID", -9), ("$(aws parent)", 0)])
def test_a_killed_one_leaves_the_program_with_the_real_aws(
    victim: str, status: int, tmp_path: Path
) -> None:
    line = f"hold 1; aws parent > parent; call=$!; kill -9 {victim}; wait $call; echo $?"
    line += "; until ! kill -0 $(cat parent); do :; done; aws next"
    with served.start(tmp_path, served.HOLDING + f"{{ {line}; }} 2> /dev/null") as process:
        said, _ = process.communicate()

    assert process.returncode == status
    assert said == (
        "awsbatch: `awsbatch exec` ended during this call, which may have been made\n"
        "137\nreal next\n"
    )
    assert (tmp_path / "said").read_text() == "held\n"


def test_a_killed_one_leaves_a_guarded_program_without_any(tmp_path: Path) -> None:
    line = "parent=$(aws parent); kill -9 $parent; aws next; echo $?"
    done = served.run(tmp_path, line, GUARDED="1")

    assert done.stdout == "252\n"


@pytest.mark.parametrize("name", ["TERM", "HUP", "QUIT", "USR1", "USR2", "ALRM", "INT"])
def test_a_signal_is_the_program_s(name: str, tmp_path: Path) -> None:
    line = f"trap 'aws exit 9; exit $?' {name}; echo ready; while :; do :; done"
    with served.start(tmp_path, line) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.Signals[f"SIG{name}"])
        assert process.wait() == 9


def test_a_program_without_a_handler_ends_by_a_signal(tmp_path: Path) -> None:
    with served.start(tmp_path, "echo ready; while :; do :; done") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.terminate()
        assert process.wait() == 128 + signal.SIGTERM


def test_what_the_program_sends_to_its_group_is_not_sent_to_it_again(tmp_path: Path) -> None:
    line = "trap 'echo once' TERM; kill -TERM 0; aws echo on"
    with served.start(tmp_path, line) as process:
        said, _ = process.communicate()

    assert said == "once\non\n"


def test_signals_that_are_ignored_stay_so(tmp_path: Path) -> None:
    ignoring = ["bash", "-c", """trap '' INT HUP; exec "$@\"""", "bash"]
    done = served.run(tmp_path, "kill -INT $$; kill -HUP $$; echo on", under=ignoring)

    assert done.stdout == "on\n"


def test_the_program_has_the_signals_that_were_given(tmp_path: Path) -> None:
    look = "grep -E 'SigBlk|SigIgn' /proc/self/status"
    plain = subprocess.run(["/bin/bash", "-c", look], stdout=subprocess.PIPE, text=True, check=True)

    assert served.run(tmp_path, look).stdout == plain.stdout


def test_a_stopped_program_goes_on_when_it_is_continued(tmp_path: Path) -> None:
    line = "(until grep -q T /proc/$$/stat; do :; done; kill -CONT $$) & kill -STOP $$; aws echo on"

    assert served.run(tmp_path, line).stdout == "on\n"
