"""Calls that wait for their start, with real processes."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exec import served

CALLING = """
import os, socket, struct, subprocess, sys
from tests.exec.served import connect
subprocess.run(["aws", "echo", "first"])

def call(*words):
    reading, writing = os.pipe()
    texts = b"".join(word.encode() + b"\\0" for word in words)
    os.write(writing, struct.pack("=III", 0o22, len(words), 0) + texts)
    os.close(writing)
    connection = connect(os.environ["AWSBATCH_EXEC"])
    descriptors = [reading, os.open(".", os.O_RDONLY), 0, 1, 2]
    socket.send_fds(connection, [b"aws1" + bytes([15])], descriptors)
    return connection
"""
"""Python that makes a call, and defines a function to make another as a client does."""


@pytest.fixture(autouse=True)
def is_clean(tmp_path: Path) -> Iterator[None]:
    yield
    assert served.left(tmp_path) == []


def calling(folder: Path, lines: str, *, rate: float) -> tuple[str, list[tuple[object, object]]]:
    """Run lines of Python, and return what is printed, and the status of each call by number."""
    (folder / "program.py").write_text(CALLING + lines)
    done = served.run(folder, f"exec {sys.executable} program.py", RATE=str(rate))
    assert done.stderr == ""
    return done.stdout, [(each["number"], each["exit_status"]) for each in served.reports(folder)]


def test_one_that_goes_away_before_its_start_is_not_made(tmp_path: Path) -> None:
    lines = """
call("echo", "second").close()
"""
    assert calling(tmp_path, lines, rate=0.001) == ("first\n", [(1, 0)])


def test_one_that_is_interrupted_before_its_start_ends_at_once(tmp_path: Path) -> None:
    lines = """
connection = call("echo", "second")
connection.sendall(b"I")
while data := connection.recv(99):
    print(data)
"""
    printed, made = calling(tmp_path, lines, rate=0.001)
    assert printed == "first\nb'TX\\x82'\n"
    assert made == [(1, 0), (2, 130)]


def test_those_that_wait_when_the_program_ends_are_made(tmp_path: Path) -> None:
    lines = """
told, tells = os.pipe()
if os.fork():
    os.read(told, 1)
else:
    connections = [call("echo", name) for name in ("second", "third")]
    os.write(tells, b".")
    for connection in connections:
        while connection.recv(99):
            pass
os._exit(0)
"""
    printed, made = calling(tmp_path, lines, rate=20)
    assert printed == "first\nsecond\nthird\n"
    assert made == [(1, 0), (2, 0), (3, 0)]


def test_one_that_waits_is_not_made_once_the_program_is_killed_with_all(tmp_path: Path) -> None:
    lines = """
connection = call("echo", "second")
os.kill(os.getppid(), 9)
print(connection.recv(99))
"""
    printed, made = calling(tmp_path, lines, rate=0.001)
    assert printed == "first\nb''\n"
    assert made == [(1, 0)]
