"""Calls, and the lives of those who make them, with real processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exec import served


@pytest.fixture(autouse=True)
def is_clean(tmp_path: Path) -> Iterator[None]:
    yield
    assert served.left(tmp_path) == []


def test_calls_after_one_another_reach_the_same_worker(tmp_path: Path) -> None:
    done = served.run(tmp_path, "for i in 1 2 3 4 5; do aws pid; done | uniq | wc -l")

    assert (done.stdout.strip(), done.stderr) == ("1", "")


def test_a_call_never_waits_for_the_end_of_another(tmp_path: Path) -> None:
    done = served.run(tmp_path, served.HOLDING + "hold 30; aws echo x; release; wait")

    assert (done.returncode, done.stdout, done.stderr) == (0, "x\n", "")
    assert [each["exit_status"] for each in served.reports(tmp_path)] == [0] * 31


def test_a_megabyte_goes_through_two_calls(tmp_path: Path) -> None:
    done = served.run(tmp_path, "head -c 1000000 /dev/zero | aws cat | aws cat | wc -c")

    assert done.stdout.strip() == "1000000"


def test_few_workers_stay_idle(tmp_path: Path) -> None:
    line = "hold 12; release; wait; until [ $(pgrep -P $(aws parent) -c) = 8 ]; do :; done"

    assert served.run(tmp_path, served.HOLDING + line).returncode == 0


def test_files_that_a_call_has_are_closed_at_its_end(tmp_path: Path) -> None:
    line = "aws files; for i in $(seq 300); do aws exit 1; done; aws files"
    first, last = served.run(tmp_path, line).stdout.splitlines()

    assert first == last


def test_the_parent_keeps_no_file_of_a_call(tmp_path: Path) -> None:
    look = "ls /proc/$(aws parent)/fd | wc -l"
    line = f"{look}; for i in $(seq 50); do aws exit 1; aws die 9 2> /dev/null; done; {look}"
    first, last = map(int, served.run(tmp_path, line).stdout.splitlines())

    # The client that asks may be gone before its connection is closed.
    assert abs(last - first) <= 1


def test_no_zombie_stays(tmp_path: Path) -> None:
    line = "aws die 9; aws quit 1; aws parent > parent; ps -o stat= --ppid $(cat parent)"
    done = served.run(tmp_path, f"cd {tmp_path}; {line}")

    assert "Z" not in done.stdout


@pytest.mark.parametrize(
    ("call", "status"),
    [("exit 7", 7), ("die 9", 137), ("die 11", 139), ("quit 5", 5), ("quit 0", 1)],
)
def test_a_client_ends_as_its_worker_does(call: str, status: int, tmp_path: Path) -> None:
    done = served.run(tmp_path, f"aws {call}; echo $?; aws echo on")

    assert done.stdout == f"{status}\non\n"


def test_an_idle_worker_that_was_killed_gets_no_call(tmp_path: Path) -> None:
    line = "for i in 1 2 3 4 5; do kill -9 $(aws pid); done; aws exit 3"

    assert served.run(tmp_path, line).returncode == 3
    assert {each["exit_status"] for each in served.reports(tmp_path)} == {0, 3}


def test_a_client_that_goes_away_ends_its_call(tmp_path: Path) -> None:
    line = "hold 1; worker=$(aws parent); kill -9 $!; wait $!; aws echo on"
    done = served.run(tmp_path, served.HOLDING + line)

    assert done.stdout == "on\n"
    whys = [each["why"] for each in served.reports(tmp_path)]
    assert whys == ["its client went away", None, None]


def test_a_call_that_had_not_begun_goes_with_its_client(tmp_path: Path) -> None:
    # Its descriptors come, and it is gone before it can be told anything.
    program = """
import os, socket
from tests.exec.served import connect
read, write = os.pipe()
for _ in range(20):
    with connect(os.environ["AWSBATCH_EXEC"]) as connection:
        socket.send_fds(connection, [b"aws1\\0"], [read])
        os.close(os.dup(read))
os.system("aws echo on")
"""
    done = served.run_python(tmp_path, program)

    assert (done.stdout, done.stderr) == ("on\n", "")


def test_what_a_client_becomes_has_its_words(tmp_path: Path) -> None:
    done = served.run(tmp_path, "aws become /bin/sh -c 'echo $0'")

    assert done.stdout == "become\n"
    (report,) = served.reports(tmp_path)
    assert report["exit_status"] is None


def test_a_call_may_ask_the_parent(tmp_path: Path) -> None:
    assert served.run(tmp_path, "aws ask; aws ask").stdout == "1\n2\n"


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1", b"aws1", b"aws1\x0f", b"ask1\n{]\n"])
def test_nonsense_is_let_go(said: bytes, tmp_path: Path) -> None:
    program = f"""
import os, socket
from contextlib import suppress
from tests.exec.served import connect
folder = os.environ["AWSBATCH_EXEC"]
silent, other = connect(folder), connect(folder)
other.sendall({said!r})
other.shutdown(socket.SHUT_WR)
with suppress(ConnectionResetError):
    assert other.recv(9) == b""
os.system("aws echo on")
"""
    done = served.run_python(tmp_path, program)

    assert (done.stdout, done.stderr) == ("on\n", "")


def test_what_is_asked_from_elsewhere_is_answered(tmp_path: Path) -> None:
    program = """
import os
from tests.exec.served import connect
connection = connect(os.environ["AWSBATCH_EXEC"])
connection.sendall(b'ask1\\n{"ask": "number"}\\n')
print(connection.recv(99))
"""
    done = served.run_python(tmp_path, program)

    assert (done.stdout, done.stderr) == ("""b'{"answer": 1}\\n'\n""", "")


def test_clients_that_find_no_room_go_on_alone(tmp_path: Path) -> None:
    limited = ["bash", "-c", 'ulimit -n 30; exec "$@"', "bash"]
    line = served.HOLDING + "hold 30; release; wait"

    served.run(tmp_path, line, under=limited)

    said = (tmp_path / "said").read_text().splitlines()
    assert said.count("held") + said.count("real hold") == 30
    assert said.count("held") > 5
    assert said.count("real hold") > 5


def test_clients_that_nobody_can_be_forked_for_go_on_alone(tmp_path: Path) -> None:
    line = served.HOLDING + "hold 1; aws one; aws two; release; wait; aws echo three"

    done = served.run(tmp_path, line, FORKS="1")

    assert done.stdout == "real one\nreal two\nthree\n"
    assert [each["why"] for each in served.reports(tmp_path)] == [
        None,
        "resource temporarily unavailable",
        "resource temporarily unavailable",
        None,
    ]
