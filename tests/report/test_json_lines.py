import json
import os
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from awsbatch.contract.outcome import Failure
from awsbatch.event import (
    Event,
    Known,
    Printed,
    Status,
)
from awsbatch.fault.error import AwsbatchError, ScriptError
from awsbatch.report.console import Console
from awsbatch.report.json_lines import MOST_STDOUT, JsonLines
from tests.report.event import (
    ended,
    failed,
    give,
    left_out,
    partial,
    place,
    refused,
    spool,
    started,
)
from tests.report.terminal import Files


def test_a_command_is_one_object_when_it_ends(console: Console, files: Files) -> None:
    event = replace(
        ended(), round=(2, 1), stdout=spool(b"{}\n"), stderr=spool(b""), value={"a": [1, None]}
    )

    give(JsonLines(console), Known(1), started(), event)

    assert files.stdout.decode() == (
        '{"file": "cleanup.aws", "line": 12, "seq": 1, "round": [2, 1],'
        ' "argv": ["aws", "logs", "delete-log-group", "--log-group-name", "old"],'
        ' "exit_status": 0, "status": "ok", "attempts": 1,'
        ' "started": "2026-05-20T12:00:00.250Z", "seconds": 0.25, "as": null, "masked": false,'
        ' "stdout": "{}\\n", "stderr": "", "result": {"a": [1, null]}, "error": null}\n'
    )


def test_a_printed_line_is_an_object_of_its_own(console: Console, files: Files) -> None:
    give(JsonLines(console), Printed(place(3), "café"))

    assert files.stdout.decode() == ('{"file": "cleanup.aws", "line": 3, "print": "caf\\u00e9"}\n')


def test_a_guard_that_stops_the_run_is_an_object_of_its_own(console: Console, files: Files) -> None:
    give(JsonLines(console), refused(3))

    assert json.loads(files.stdout) == {
        "file": "cleanup.aws",
        "line": 3,
        "refused": "not this account",
    }


def test_a_finally_that_was_left_out_is_an_object_of_its_own(
    console: Console, files: Files
) -> None:
    give(JsonLines(console), left_out(3))

    assert json.loads(files.stdout) == {
        "file": "cleanup.aws",
        "line": 3,
        "left_out": "no command that may change something was started",
    }


def test_a_failure_says_what_the_service_said(console: Console, files: Files) -> None:
    failure = Failure("ResourceNotFoundException", "no such group", "42")

    fields = _fields(console, files, started(), replace(failed(), failure=failure))

    assert (fields["status"], fields["exit_status"]) == ("failed", 254)
    assert fields["error"] == {
        "code": "ResourceNotFoundException",
        "message": "no such group",
        "request_id": "42",
    }


def test_a_fault_of_the_script_is_an_error_too(console: Console, files: Files) -> None:
    fields = _fields(
        console, files, replace(failed(), attempts=0, error=ScriptError("`old` is null"))
    )

    assert fields["attempts"] == 0
    assert fields["error"] == {
        "code": "ScriptError",
        "message": "`old` is null",
        "request_id": None,
    }


def test_what_was_skipped_was_not_attempted(console: Console, files: Files) -> None:
    fields = _fields(console, files, ended(Status.SKIPPED, None))

    assert (fields["status"], fields["exit_status"], fields["attempts"]) == ("skipped", None, 0)


def test_output_that_is_not_text_is_base64(console: Console, files: Files) -> None:
    fields = _fields(console, files, replace(ended(), stdout=spool(b"\xff\0")))

    assert fields["stdout_base64"] == "/wA="
    assert "stdout" not in fields


def test_what_was_done_in_part_says_what_was_not(console: Console, files: Files) -> None:
    fields = _fields(console, files, replace(partial(), value={"Errors": []}))

    assert (fields["status"], fields["exit_status"], fields["result"]) == (
        "partial",
        0,
        {"Errors": []},
    )
    assert fields["error"] == {
        "code": "Partial",
        "message": "`Errors` of the answer has 2 failures; AccessDenied: Access Denied (a)",
        "request_id": None,
    }


def test_large_output_is_kept_in_a_file(
    console: Console, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", os.fspath(tmp_path))
    data = b"x" * (MOST_STDOUT + 1)

    fields = _fields(console, files, replace(ended(), stdout=spool(data)))

    assert Path(fields["stdout_file"]).read_bytes() == data
    assert Path(fields["stdout_file"]).parent == tmp_path
    assert "stdout" not in fields


def test_large_output_that_cannot_be_kept_is_an_error(
    console: Console, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = spool(b"x" * (MOST_STDOUT + 1))
    monkeypatch.setattr("tempfile.tempdir", os.fspath(tmp_path / "gone"))

    with pytest.raises(AwsbatchError) as caught:
        _fields(console, files, replace(ended(), stdout=data))

    assert caught.value.message == (
        "cannot keep the output of a command: no such file or directory"
    )


def test_a_result_may_hold_what_json_does_not(console: Console, files: Files) -> None:
    value = {"at": datetime(2026, 5, 20, tzinfo=timezone.utc), "blob": b"\xff"}

    fields = _fields(console, files, replace(ended(), value=value))

    assert fields["result"] == {"at": "2026-05-20 00:00:00+00:00", "blob": "/w=="}


def _fields(console: Console, files: Files, *events: Event) -> dict[str, Any]:
    give(JsonLines(console), *events)
    fields: dict[str, Any] = json.loads(files.stdout)
    return fields


def test_who_signs_a_command_instead_of_its_profile_is_told(console: Console, files: Files) -> None:
    arn = "arn:aws:iam::111111111111:role/audit"
    give(JsonLines(console), replace(ended(), signer=arn))
    assert json.loads(files.stdout)["as"] == arn
