"""Ctrl-C before a worker has all that it makes a call of, and signals that are no Ctrl-C."""

import sys
from pathlib import Path

import pytest

from tests.aws.recorder import recording
from tests.cli.exec.execution import environment, execute
from tests.exec import served

pytestmark = pytest.mark.races

# A client of its own, which interrupts each call before it has said what it is.
PROGRAM = """
import os, socket, struct, sys
from tests.exec.served import connect
words = [word.encode() for word in sys.argv[1:]]
for _ in range(3):
    read, write = os.pipe()
    folder = os.open(".", os.O_RDONLY)
    connection = connect(os.environ["AWSBATCH_EXEC"])
    socket.send_fds(connection, [b"aws1\\x0f"], [read, folder, 0, 1, 2])
    os.close(read)
    assert connection.recv(1) == b"T"
    connection.sendall(b"I")
    environ = [b"%s=%s" % each for each in os.environb.items()]
    os.write(write, struct.pack("=III", 0o22, len(words), len(environ)))
    os.write(write, b"".join(each + b"\\0" for each in [*words, *environ]))
    os.close(write)
    print(connection.recv(1), ord(connection.recv(1)), flush=True)
"""
INTERRUPTED = ["b'X' 130"] * 3


def test_an_interrupt_that_comes_before_the_words_of_a_call_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    # It would go on for ever.
    line = f"mkfifo fifo; exec 9<> fifo; {sys.executable} program.py hold 9>&-"
    done = served.run(tmp_path, line)

    said = [line for line in done.stdout.splitlines() if line != "held"]
    assert (said, done.stderr) == (INTERRUPTED, "")


def test_nor_is_one_of_a_call_of_the_aws_cli() -> None:
    with recording() as recorder:
        env = environment(AWS_ENDPOINT_URL=recorder.url, AWS_DEFAULT_REGION="us-east-1")
        program = [sys.executable, "-c", PROGRAM, "logs", "describe-log-groups"]
        done = execute("-q", *program, env=env)

    said = [line for line in done.stdout.splitlines() if line]
    assert (said, done.stderr, recorder.requests) == (INTERRUPTED, "", [])


def test_a_signal_that_a_script_sends_to_its_group_is_no_interrupt(tmp_path: Path) -> None:
    line = "trap '' USR1 USR2 ALRM; hold 1; for each in USR1 USR2 ALRM; do kill -$each 0; done"
    line += "; release; wait $!; echo $?"
    with served.start(tmp_path, served.HOLDING + line) as process:
        said, _ = process.communicate()

    assert said == "0\n"
