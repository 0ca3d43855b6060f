"""What a client does about Ctrl-C, and about what stops it."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from awsbatch.exec.run_folder import RunFolder
from tests.exec.client.calling import become, script, started, taken

pytestmark = pytest.mark.races


def _environ(folder: RunFolder, tmp_path: Path) -> dict[str, str]:
    return {"AWSBATCH_EXEC": str(folder.path), "PATH": str(tmp_path)}


def test_an_interrupt_is_passed_on_each_time(
    client: Path, folder: RunFolder, tmp_path: Path
) -> None:
    with (
        started(client, env=_environ(folder, tmp_path)) as process,
        taken(folder.listener) as call,
    ):
        call.request()
        call.say(b"T")
        for _ in range(3):
            process.send_signal(signal.SIGINT)
            assert call.connection.recv(9) == b"I"
        call.say(b"X\x82")

    assert process.returncode == 130


def test_interrupts_that_are_ignored_stay_so(
    client: Path, folder: RunFolder, tmp_path: Path
) -> None:
    other = script(tmp_path / "other", "#!/bin/sh\nkill -INT $$; echo ignored\n")
    words = ["/bin/sh", "-c", 'trap "" INT; exec "$0"', str(client)]
    with subprocess.Popen(words, env=_environ(folder, tmp_path), stdout=subprocess.PIPE) as process:
        with taken(folder.listener) as call:
            call.request()
            process.send_signal(signal.SIGINT)
            call.say(b"T" + become(os.fsencode(other)))
            assert call.connection.recv(9) == b""
        output, _ = process.communicate()

    assert output == b"ignored\n"


@pytest.mark.parametrize("answer", [b"", b"T" + become(b"/bin/true")], ids=["nobody", "another"])
def test_an_interrupted_call_is_not_begun_anew(
    client: Path, folder: RunFolder, tmp_path: Path, answer: bytes
) -> None:
    script(tmp_path / "aws", "#!/bin/sh\n")
    with started(client, env=_environ(folder, tmp_path), stderr=subprocess.PIPE) as process:
        with taken(folder.listener) as call:
            call.request()
            process.send_signal(signal.SIGINT)
            assert call.connection.recv(9) == b"I"
            call.say(answer)
        _, errors = process.communicate()

    assert process.returncode == -signal.SIGINT
    assert errors == b""


def test_it_stops_and_goes_on_as_any_program(
    client: Path, folder: RunFolder, tmp_path: Path
) -> None:
    with (
        started(
            client,
            env=_environ(folder, tmp_path),
            # One whose group has no parent outside of it cannot be stopped so.
            preexec_fn=os.setpgrp,
        ) as process,
        taken(folder.listener) as call,
    ):
        call.request()
        process.send_signal(signal.SIGTSTP)
        _, status = os.waitpid(process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        process.send_signal(signal.SIGCONT)
        call.say(b"TX\6")

    assert process.returncode == 6


def test_its_end_is_seen(client: Path, folder: RunFolder, tmp_path: Path) -> None:
    with (
        started(client, env=_environ(folder, tmp_path)) as process,
        taken(folder.listener) as call,
    ):
        call.request()
        process.terminate()
        assert call.connection.recv(9) == b""

    assert process.returncode == -signal.SIGTERM
