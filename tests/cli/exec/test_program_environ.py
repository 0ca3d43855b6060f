"""A program is given all that it would be without awsbatch: the same process, but for its `aws`."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.exec.execution import AWSBATCH, environment
from tests.door import doorway

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")

_FILES = """\
import os
def shown():
    for name in sorted(os.listdir("/proc/self/fd"), key=int):
        try:
            yield name, os.readlink(f"/proc/self/fd/{name}").partition(":")[0]
        except OSError:
            pass
print(os.getpgrp(), os.getsid(0), os.nice(0), os.getcwd(), *shown())
"""
_GIVEN = """\
import os, signal, sys
for number in (signal.SIGPIPE, signal.SIGXFSZ):
    signal.signal(number, signal.SIG_DFL)
for number in (signal.SIGINT, signal.SIGHUP, signal.SIGUSR2):
    signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGTERM])
os.umask(0o027)
os.nice(3)
os.close(0)
for number in (5, 17):
    os.dup2(1, number)
os.execvp(sys.argv[1], sys.argv[1:])
"""
_LIKE_A_BUNDLE = """\
import os
os.environ["LD_LIBRARY_PATH"] = "/nowhere"
os.environ["LC_CTYPE"] = "C.UTF-8"
os.environ["AWS_PROFILE"] = "a wrapper's"
os.set_inheritable(os.open("/dev/urandom", os.O_RDONLY), True)
"""
_OURS = re.compile(rb"(?m)^AWSBATCH_EXEC=.*\n|(?<=^PATH=).*awsbatch-exec-v\d-[^:]*:")


@pytest.fixture(params=["imported", "entered"])
def env(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Provide an environment in which awsbatch imports its `aws`, or becomes it."""
    given = environment(AWS_DATA_PATH="/data", LC_ALL="", LANG="", LC_CTYPE="", EMPTY="")
    for name in ("LC_ALL", "LANG", "LC_CTYPE", "AWS_PROFILE"):
        given.pop(name, None)
    if request.param == "entered":
        aws = doorway.aws(tmp_path / "bin" / "aws", then=_LIKE_A_BUNDLE)
        del given["AWSBATCH_AWS"]
        given["PATH"] = f"{aws.parent}:{given['PATH']}"
    return given


def _output(words: Sequence[str], env: dict[str, str]) -> bytes:
    done = subprocess.run(
        [sys.executable, "-c", _GIVEN, *words],
        env=env,
        stdout=subprocess.PIPE,
        start_new_session=False,
        check=False,
    )
    assert done.returncode == 0
    return done.stdout


@pytest.mark.parametrize(
    ("program", "tells"),
    [
        (["env", "-u", "_"], rb".*\n"),
        (["cat", "/proc/self/status"], rb"(?:Umask|SigBlk|SigIgn|SigCgt|Groups|Seccomp):.*\n"),
        ([sys.executable, "-IS", "-c", _FILES], rb".*\n"),
    ],
    ids=["variables", "signals", "files"],
)
def test_it_is_given_what_awsbatch_was(
    program: list[str], tells: bytes, env: dict[str, str]
) -> None:
    plain = _output(program, env)
    found = _output([*AWSBATCH, "exec", "-q", *program], env)

    assert re.findall(tells, _OURS.sub(b"", found)) == re.findall(tells, plain)
    assert plain


def test_it_has_the_client_and_the_folder_of_the_run_besides(env: dict[str, str]) -> None:
    found = dict(
        line.split("=", 1)
        for line in _output([*AWSBATCH, "exec", "env"], env).decode().splitlines()
        if "=" in line
    )

    client, run, *others = found["PATH"].split(os.pathsep)
    assert os.pathsep.join(others) == env["PATH"]
    assert re.search(r"/awsbatch/exec/[0-9a-f]{32}$", client)
    assert re.search(r"/awsbatch-exec-v\d-[^/]+$", run)
    assert found["AWSBATCH_EXEC"] == run


def test_what_it_closes_has_no_other_writer(tmp_path: Path) -> None:
    script = doorway.script(
        tmp_path / "x.sh", "#!/bin/sh\nexec >&- 9>&-\nread line < fifo\necho $line > told\n"
    )
    os.mkfifo(tmp_path / "fifo")
    reader, writer = os.pipe()
    with subprocess.Popen(
        ["/bin/sh", "-c", 'exec "$@" 9>&1', "sh", *AWSBATCH, "exec", "-q", script],
        cwd=tmp_path,
        env=environment(),
        stdout=writer,
    ) as run:
        os.close(writer)
        # To its end, which comes while the program still runs.
        with os.fdopen(reader, "rb") as output:
            assert output.read() == b""
        (tmp_path / "fifo").write_text("over\n")

    assert run.returncode == 0
    assert (tmp_path / "told").read_text() == "over\n"
