"""What the console and the objects of a run have in the place of secrets."""

import base64
import json
import os
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from awsbatch.contract.outcome import Failure
from awsbatch.event import Printed, Status
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.fault.style import Style
from awsbatch.report import own_stderr
from awsbatch.report.console import Console
from awsbatch.report.json_lines import MOST_STDOUT, JsonLines
from awsbatch.report.printout import Printout
from tests.report.event import ended, give, place, spool
from tests.report.terminal import Files

SECRET = "hunter2-Sw0rd"


@pytest.fixture
def masking(console: Console) -> Console:
    console.secrets.add_explicit([SECRET], "password")
    console.secrets.add(["of-an-answer"])
    return console


def test_messages_have_a_mask(masking: Console, files: Files) -> None:
    masking.say(f"is {SECRET}")
    masking.say("is hunter2-" + Style.ERROR.of("Sw0rd"))
    place = Place("a.aws", 1, 5, 1, f"aws b {SECRET}")
    masking.say_error(ScriptError(f"no {SECRET}", place=place, hint=f"not {SECRET}"))
    masking.print(f"is {SECRET}")
    assert (
        files.stderr
        == """\
is ***
is ***
error: no ***
 --> a.aws:1:5
  |
1 | aws b ***
  |     ^ not ***
"""
    )
    assert files.stdout == b"is ***\n"


def test_the_bar_has_a_mask(masking: Console, files: Files) -> None:
    masking.draw(f"under way: {SECRET}")
    masking.erase()
    assert SECRET not in files.stderr
    assert "under way: ***" in files.stderr


def test_a_long_line_is_cut_after_it_is_masked(masking: Console, files: Files) -> None:
    line = f"aws {'x' * 90} <<y>> {'z' * 90} {SECRET} {'z' * 90}"
    fault = Place("a.aws", 1, line.index("<<") + 1, 5, line)
    masking.say_error(ScriptError("wrong", place=fault))
    assert "hunter2" not in files.stderr
    assert "***" in files.stderr


def test_what_a_command_writes_to_standard_error_as_it_goes_on_has_a_mask(
    masking: Console, files: Files
) -> None:
    stdout, stderr = masking.live()
    stdout.write(f"{SECRET}\n".encode())
    stderr.write(b"is hunter2")
    stderr.write(b"-Sw0rd!\n")
    stderr.write(b"and hunt")
    assert files.stderr == "is ***!\nand "
    stderr.flush()
    assert files.stderr == "is ***!\nand hunt"
    assert files.stdout == f"{SECRET}\n".encode()
    assert (stdout.fileno(), stderr.fileno()) == files.descriptors


def test_output_that_waited_has_a_mask_in_standard_error_only(
    masking: Console, files: Files
) -> None:
    data = f"is {SECRET}, of-an-answer\n".encode()
    give(Printout(masking), replace(ended(), stdout=spool(data), stderr=spool(data)))
    assert files.stdout == data
    assert files.stderr == "is ***, ***\n"


def test_what_python_itself_writes_has_a_mask(
    masking: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        message = f"no {SECRET}"
        raise ValueError(message)

    with own_stderr.without(masking.secrets):
        thread = threading.Thread(target=fail)
        hook = threading.excepthook
        threading.excepthook = threading.__excepthook__
        thread.start()
        thread.join()
        threading.excepthook = hook
        sys.stderr.write(f"a warning of {SECRET}\n")
    said = capsys.readouterr().err
    assert SECRET not in said
    assert "ValueError: no ***\na warning of ***\n" in said
    sys.stderr.write(f"{SECRET}\n")
    assert capsys.readouterr().err == f"{SECRET}\n"


def test_an_object_has_a_mask_but_for_what_the_command_prints(
    masking: Console, files: Files
) -> None:
    both = {"a": [SECRET, "of-an-answer"]}
    event = replace(
        ended(),
        argv=("aws", SECRET, "of-an-answer"),
        status=Status.FAILED,
        stdout=spool(json.dumps(both).encode()),
        stderr=spool(f"{both}".encode()),
        value=both,
        failure=Failure(f"No{SECRET}", f"no {SECRET}"),
    )
    give(JsonLines(masking), event, Printed(place(), f"is {SECRET}"))
    command, printed = map(json.loads, files.stdout.splitlines())
    assert {name: command[name] for name in ("argv", "masked", "stdout", "stderr", "result")} == {
        "argv": ["aws", "***", "***"],
        "masked": False,
        "stdout": '{"a": ["***", "of-an-answer"]}',
        "stderr": "{'a': ['***', '***']}",
        "result": {"a": ["***", "of-an-answer"]},
    }
    assert command["error"] == {"code": "No***", "message": "no ***", "request_id": None}
    assert command["status"] == "failed"
    assert printed["print"] == "is ***"


def test_an_object_stays_one_where_a_secret_is_a_number_or_a_status(
    console: Console, files: Files
) -> None:
    console.secrets.add_explicit(["12", "failed", "0.25"], "pin")
    give(JsonLines(console), replace(ended(), status=Status.FAILED, value={"n": 12}))
    command = json.loads(files.stdout)
    assert (command["line"], command["status"], command["seconds"]) == (12, "failed", 0.25)
    assert command["result"] == {"n": "***"}


def test_output_in_a_file_has_a_mask(
    masking: Console, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", os.fspath(tmp_path))
    data = f"{SECRET} of-an-answer{' ' * MOST_STDOUT}".encode()
    give(JsonLines(masking), replace(ended(), stdout=spool(data)))
    file = Path(json.loads(files.stdout)["stdout_file"])
    assert file.read_bytes().strip() == b"*** of-an-answer"


def test_output_that_is_no_text_has_a_mask(masking: Console, files: Files) -> None:
    give(JsonLines(masking), replace(ended(), stdout=spool(b"\xff" + SECRET.encode())))
    assert base64.b64decode(json.loads(files.stdout)["stdout_base64"]) == b"\xff***"
