import json
import os
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from awsbatch.contract.outcome import Failure
from awsbatch.event import (
    Cause,
    EndedEarly,
    Event,
    Known,
    Printed,
    Status,
)
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import AwsbatchError, ScriptError
from awsbatch.report.console import Console
from awsbatch.report.json_lines import MOST_STDOUT, JsonLines
from awsbatch.report.summary import Summary, Traffic
from awsbatch.report.summary_object import fields
from awsbatch.report.tally import Tally
from tests.report.event import (
    Clock,
    denied,
    done,
    ended,
    failed,
    give,
    left_out,
    no_round,
    partial,
    place,
    planned,
    refused,
    skipped,
    spool,
    started,
    undecided,
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


def test_a_planned_command_tells_where_it_would_go(console: Console, files: Files) -> None:
    event = planned(endpoint="http://localhost:4566", profile="one", file="out", is_open=True)

    fields = _fields(console, files, event)

    assert (fields["status"], fields["exit_status"]) == ("planned", None)
    assert dict([*fields.items()][-8:]) == {
        "effect": "changes",
        "account": "111122223333",
        "region": "us-east-1",
        "profile": "one",
        "endpoint": "http://localhost:4566",
        "open": True,
        "redirect": "out",
        "appends": False,
    }


def test_a_statement_that_nobody_can_decide_is_an_object(console: Console, files: Files) -> None:
    fields = _fields(console, files, undecided("if <<vpc.IsDefault>>"))

    assert fields == {"file": "cleanup.aws", "line": 12, "undecided": "if <<vpc.IsDefault>>"}


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


def test_what_was_done_before_has_no_exit_status(console: Console, files: Files) -> None:
    give(JsonLines(console), replace(done(), value={"Id": "a"}))

    found = json.loads(files.stdout)
    told = {name: found[name] for name in ("status", "exit_status", "attempts", "result", "stdout")}
    assert told == {
        "status": "done",
        "exit_status": None,
        "attempts": 0,
        "result": {"Id": "a"},
        "stdout": "",
    }


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


def test_the_summary_is_the_last_object(console: Console, files: Files) -> None:
    tally = Tally()
    summary = Summary(tally, clock=Clock())
    early = EndedEarly(Cause.HALT, place(12), replace(started(), round=(3,)))
    events: list[Event] = [Known(9), ended(), denied("a", request_id="42"), denied("b"), skipped()]
    events += [no_round(2), no_round(2), left_out(20), early]
    give(tally, *events)
    give(summary, *events)

    JsonLines(console).sum_up(fields(summary, Traffic(7, 1, 2), ExitStatus.FAILED))

    assert json.loads(files.stdout) == {
        "summary": {
            "exit_status": 1,
            "seconds": 0.0,
            "ok": 1,
            "failed": 2,
            "partial": 0,
            "ignored": 0,
            "skipped": 1,
            "abandoned": 0,
            "planned": 0,
            "done": 0,
            "incomplete": 0,
            "not_started": 5,
            "ended_early": {
                "cause": "halt",
                "file": "cleanup.aws",
                "line": 12,
                "last": {
                    "file": "cleanup.aws",
                    "line": 12,
                    "round": [3],
                    "argv": ["aws", "logs", "delete-log-group", "--log-group-name", "old"],
                },
            },
            "requests": 7,
            "connections": 1,
            "throttled": 2,
            "failures": [
                {
                    "status": "failed",
                    "code": "AccessDenied",
                    "message": "not you",
                    "count": 2,
                    "skipped": 1,
                    "exit_statuses": [254],
                    "file": "cleanup.aws",
                    "line": 12,
                    "lines": 1,
                    "argv": ["aws", "logs", "delete-log-group", "--log-group-name", "a"],
                    "masked": False,
                    "request_id": "42",
                }
            ],
            "more_failures": 0,
            "loops_without_round": [{"file": "cleanup.aws", "line": 2, "count": 2}],
            "finally_left_out": [{"file": "cleanup.aws", "line": 20}],
            "resume": None,
        }
    }


def test_a_run_that_went_to_its_end_says_so(console: Console, files: Files) -> None:
    summary = Summary(Tally(), clock=Clock())

    JsonLines(console).sum_up(fields(summary, Traffic(0, 0), ExitStatus.OK))

    found = json.loads(files.stdout)["summary"]
    assert (found["exit_status"], found["ended_early"], found["failures"]) == (0, None, [])
