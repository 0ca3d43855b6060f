"""What becomes of a client by what the parent answers."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from awsbatch.exec.run_folder import RunFolder
from tests.exec.client.calling import become, called, script, started, taken

LOST = "awsbatch: `awsbatch exec` ended during this call, which may have been made\n"


def _ended(
    client: Path, folder: RunFolder, answer: bytes, *words: str, **variables: str
) -> tuple[int, str, str]:
    """Return the status, the output and the errors of a call that is answered."""
    with started(
        client,
        *words,
        env={"AWSBATCH_EXEC": str(folder.path), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        with taken(folder.listener) as call:
            call.request()
            call.say(answer)
        output, errors = process.communicate()
    return process.returncode, output.decode(), errors.decode()


@pytest.mark.parametrize("status", [0, 1, 130, 255])
def test_it_ends_with_the_status_of_the_call(client: Path, folder: RunFolder, status: int) -> None:
    assert _ended(client, folder, b"TX%c" % status) == (status, "", "")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGPIPE])
def test_it_is_ended_by_the_signal_that_ended_the_worker(
    client: Path, folder: RunFolder, number: int
) -> None:
    assert _ended(client, folder, b"TS%c" % number) == (-number, "", "")


def test_a_signal_that_ends_nobody_is_a_status(client: Path, folder: RunFolder) -> None:
    answer = b"TS%c" % signal.SIGCHLD

    assert _ended(client, folder, answer) == (128 + signal.SIGCHLD, "", "")


def test_it_becomes_another_program(client: Path, folder: RunFolder, tmp_path: Path) -> None:
    other = script(tmp_path / "other", '#!/bin/sh\nprintf "<%s>" "$@" "$A"; exit 9\n')
    answer = become(os.fsencode(other), b"one")

    ended = _ended(client, folder, b"T" + answer, "t w o", "", A="a")

    assert ended == (9, "<one><t w o><><a>", "")


def test_the_other_program_gets_each_stream_as_it_is(
    client: Path, folder: RunFolder, tmp_path: Path
) -> None:
    other = script(tmp_path / "other", "#!/bin/sh\necho open || echo closed >&2\n")
    words = ["/bin/sh", "-c", 'exec "$0" >&-', str(client)]
    environ = {"AWSBATCH_EXEC": str(folder.path)}
    with subprocess.Popen(
        words, env=environ, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        with taken(folder.listener) as call:
            call.request()
            call.say(b"T" + become(os.fsencode(other)))
        _, errors = process.communicate()

    assert errors.endswith(b"closed\n")


def test_the_other_program_is_ended_by_a_broken_pipe(
    client: Path, folder: RunFolder, tmp_path: Path
) -> None:
    other = script(tmp_path / "other", "#!/bin/sh\nkill -PIPE $$\n")

    ended = _ended(client, folder, b"T" + become(os.fsencode(other)))

    assert ended == (-signal.SIGPIPE, "", "")


def test_a_script_without_a_first_line_is_run_by_the_shell(
    client: Path, folder: RunFolder, tmp_path: Path
) -> None:
    other = script(tmp_path / "other", 'echo "$0 $*"\n')

    ended = _ended(client, folder, b"T" + become(os.fsencode(other)), "one")

    assert ended == (0, f"{other} one\n", "")


def test_another_program_that_cannot_be_run_is_told_of_as_by_a_shell(
    client: Path, folder: RunFolder, tmp_path: Path
) -> None:
    assert _ended(client, folder, b"T" + become(os.fsencode(tmp_path / "none"))) == (
        127,
        "",
        f"awsbatch: `{tmp_path}/none`: No such file or directory\n",
    )
    assert _ended(client, folder, b"T" + become(os.fsencode(tmp_path))) == (
        126,
        "",
        f"awsbatch: `{tmp_path}`: Permission denied\n",
    )


def test_programs_that_call_each_other_for_ever_are_stopped(
    client: Path, folder: RunFolder, tmp_path: Path
) -> None:
    other = script(tmp_path / "other", f"#!/bin/sh\nexec {client}\n")
    environ = {"AWSBATCH_EXEC": str(folder.path)}

    with started(client, env=environ, stderr=subprocess.PIPE) as process:
        for _ in range(10):
            with taken(folder.listener) as call:
                call.request()
                call.say(b"T" + become(os.fsencode(other)))
        _, errors = process.communicate()

    assert process.returncode == 126
    assert errors.decode() == (
        f"awsbatch: `{other}` calls the `aws` of `awsbatch exec` again and again\n"
    )


@pytest.mark.parametrize(
    "answer",
    [b"T", b"TX", b"TS", b"TB", b"T?1", b"T" + become(b"/bin/true")[:-1]],
    ids=["taken", "a status", "a signal", "a program", "unknown", "half a program"],
)
def test_a_call_that_was_taken_is_never_made_again(
    client: Path, folder: RunFolder, tmp_path: Path, answer: bytes
) -> None:
    script(tmp_path / "aws", "#!/bin/sh\necho made again\n")

    ended = _ended(client, folder, answer, PATH=str(tmp_path))

    assert ended == (-signal.SIGKILL, "", LOST)


def test_a_call_that_was_not_taken_is_made(client: Path, folder: RunFolder, tmp_path: Path) -> None:
    aws = script(tmp_path / "aws", '#!/bin/sh\necho "made: $*"\n')

    ended = _ended(client, folder, b"", "logs", "x", PATH=str(tmp_path))

    assert ended == (
        0,
        "made: logs x\n",
        f"awsbatch: no answer from `awsbatch exec` (it did not take the call): running `{aws}`\n",
    )


def test_the_folder_is_found_on_the_path_as_well(client: Path, folder: RunFolder) -> None:
    environ = {"PATH": f"/usr/bin:{folder.path}:/bin"}

    with started(client, env=environ) as process, taken(folder.listener) as call:
        call.request()
        call.say(b"TX\4")

    assert process.returncode == 4


def test_the_variable_comes_before_the_path(client: Path, folder: RunFolder) -> None:
    environ = {"AWSBATCH_EXEC": "/nowhere", "PATH": f"{folder.path}:/nowhere"}

    ended = called(client, env=environ)

    assert ended.stderr == (
        "awsbatch: no answer from `awsbatch exec`"
        " (`/nowhere/socket`: No such file or directory), and no other `aws` on PATH\n"
    )
