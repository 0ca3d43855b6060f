"""`awsbatch exec` with workers that know nothing of AWS: `python -m tests.exec.served COMMAND…`.

A call does what its first word says: see `_made`.
"""

import errno
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from awsbatch.cli.exec.inherited_file import let_go
from awsbatch.cli.exec.program_environ import program_environ
from awsbatch.exec import call_request
from awsbatch.exec.call_report import CallReport
from awsbatch.exec.call_server import CallServer
from awsbatch.exec.channel import Channel, Message
from awsbatch.exec.client_program import ClientProgram, client_program
from awsbatch.exec.front_link import FrontLink
from awsbatch.exec.front_process import FrontProcess
from awsbatch.exec.parent_process import ParentProcess
from awsbatch.exec.program_process import Program
from awsbatch.exec.run_folder import RunFolder, run_folder
from awsbatch.exec.working.call_interrupt import Interrupts
from awsbatch.exec.working.interrupted_call import InterruptedCall

ROOT = Path(__file__).parents[2]
REPORT = "REPORT"
"""The variable with a file, to which how each call went is added, as JSON."""


def command(*words: str) -> list[str]:
    """Return the command line that runs a program."""
    return [sys.executable, "-m", "tests.exec.served", *words]


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return the environment for it, with folders for what it leaves, and a real `aws`."""
    real = folder / "real"
    real.mkdir(exist_ok=True)
    (real / "aws").write_text('#!/bin/sh\necho "real $*"\n')
    (real / "aws").chmod(0o755)
    (folder / "run").mkdir(exist_ok=True)
    return {
        "PATH": f"{real}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        # The client is compiled once for all tests.
        "HOME": os.environ["HOME"],
        "TMPDIR": str(folder / "run"),
        REPORT: str(folder / "report"),
        **variables,
    }


HOLDING = """
test -p fifo || mkfifo fifo; mkfifo held; exec 8<> held 9<> fifo
hold() { for _ in $(seq $1); do aws hold 2>&1 8>&- 9>&- > held & done; heard $1; }
heard() { for _ in $(seq $1); do read -r -u 8 line; echo "$line" >> said; done; }
release() { exec 9>&-; }
"""
"""Shell functions: `hold N` has N calls that go on until `release`, and waits until all do."""


def run(
    folder: Path, line: str, *, under: Sequence[str] = (), **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell as the program, in the folder, perhaps under another program."""
    return subprocess.run(
        [*under, *command("bash", "-c", line)],
        cwd=folder,
        env=environment(folder, **variables),
        capture_output=True,
        text=True,
        check=False,
    )


def start(folder: Path, line: str) -> subprocess.Popen[str]:
    """Start a line of a shell as the program, the first one of a session of its own."""
    return subprocess.Popen(
        command("bash", "-c", line),
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run_python(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in Python."""
    (folder / "program.py").write_text(program)
    return run(folder, f"{sys.executable} program.py")


def reports(folder: Path) -> list[Mapping[str, object]]:
    """Return how each call went, in their order."""
    lines = (folder / "report").read_text().splitlines()
    return sorted(map(json.loads, lines), key=lambda each: int(each["number"]))


def left(folder: Path) -> list[str]:
    """Return what is left of all runs, which is nothing, but for the client."""
    return [each.name for each in (folder / "run").glob("awsbatch-exec-*")]


def main(words: Sequence[str]) -> int:
    given = dict(os.environ)
    with run_folder(major=2, is_guarded="GUARDED" in given) as folder:
        client = client_program(Path(sys.executable), given, folder.promise)
        parent = ParentProcess(lambda front: _serve(folder, client, front))
        folder.listener.close()
        front = FrontProcess()
        program = Program(words, program_environ(given, client.folder, folder.path), front.mask)
        return front.exit_status(program, parent)


def _serve(folder: RunFolder, client: ClientProgram, front: FrontLink) -> None:
    let_go([])
    desk = {"number": lambda message: message["call"]}
    if (forks := os.environ.get("FORKS")) is not None:
        _bound(int(forks))
    rate = float(os.environ["RATE"]) if "RATE" in os.environ else None
    CallServer(
        folder, client.folder / "aws", front, _work, desk, _report, lambda status, _: status, rate
    ).run()


def _bound(forks: int) -> None:
    """Have all forks but the first ones fail."""
    fork, left = os.fork, iter(range(forks))

    def bounded() -> int:
        if next(left, None) is None:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return fork()

    os.fork = bounded


def _report(report: CallReport) -> None:
    told = {name: getattr(report, name) for name in ("number", "exit_status", "signal", "why")}
    told.update(report.told)
    with Path(os.environ[REPORT]).open("a") as file:
        file.write(json.dumps(told) + "\n")


def _work(channel: Channel, lifeline: int, interrupted: InterruptedCall) -> None:
    interrupts = Interrupts(_interrupt, interrupted)
    interrupts.watch(lifeline)
    own = os.getpgrp()
    while (message := channel.receive()) is not None:
        pipe, _folder, *standard = channel.take()
        for number, descriptor in enumerate(standard):
            os.dup2(descriptor, number)
            os.close(descriptor)
        os.fchdir(_folder)
        os.close(_folder)
        request = call_request.read(pipe)
        assert request is not None
        if os.getsid(0) != os.getpid():
            os.setpgid(0, message["group"])
        interrupts.begin(message["call"])
        try:
            with interrupts.raised():
                answer = _made(list(request.words), channel)
        except KeyboardInterrupt:
            answer = {"done": 130}
        if os.getsid(0) != os.getpid():
            os.setpgid(0, own)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nothing, number)
        os.close(nothing)
        channel.send({**answer, "report": {"words": request.words}})


def _made(words: list[str], channel: Channel) -> Message:
    """Make a call: return what the worker answers."""
    if words == ["ask"]:
        channel.send({"ask": "number"})
        words = ["echo", str((channel.receive() or {})["answer"])]
    made = _CALLS[words[0]](*words[1:])
    if isinstance(made, str):
        _say(made)
    elif made is not None:
        return made
    return {"done": 0}


def _say(*what: object) -> None:
    os.write(1, " ".join(map(str, what)).encode() + b"\n")


def _cat() -> None:
    while block := os.read(0, 1 << 16):
        os.write(1, block)


def _typed() -> str:
    os.write(2, b"type: ")
    return f"<{os.read(0, 1 << 10).decode().strip()}>"


def _hold() -> None:
    with Path("fifo").open("rb") as fifo:
        _say("held")
        fifo.read()


def _terminal() -> str:
    """Return the name of the terminal that this process has."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        return os.strerror(error.errno or 0)
    os.close(terminal)
    return "terminal"


_CALLS: dict[str, Callable[..., str | Message | None]] = {
    "pid": lambda: str(os.getpid()),
    "parent": lambda: str(os.getppid()),
    "echo": lambda *words: " ".join(words),
    "files": lambda: " ".join(each.name for each in sorted(Path("/proc/self/fd").iterdir())),
    "exit": lambda status: {"done": int(status)},
    "quit": lambda status: os._exit(int(status)),
    "die": lambda number: os.kill(os.getpid(), int(number)),
    "become": lambda *words: {"become": {"words": words}},
    "cat": _cat,
    "hold": _hold,
    "terminal": _terminal,
    "typed": _typed,
}


def _interrupt() -> None:
    raise KeyboardInterrupt


def connect(folder: str) -> socket.socket:
    """Connect as a client does."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(folder + "/socket")
    return connection


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
