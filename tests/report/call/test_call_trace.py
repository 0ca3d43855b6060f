from dataclasses import replace
from datetime import datetime, timezone

import pytest

from awsbatch.contract.outcome import Failure
from awsbatch.report.call import call_trace
from awsbatch.report.call.call_end import Answer, CallEnd

WORDS = ("aws", "logs", "create-log-group", "--log-group-name", "a b")
MADE = CallEnd(Answer.MADE, 0.25, argv=WORDS, exit_status=0)


@pytest.mark.parametrize(
    ("end", "line"),
    [
        (MADE, "exit 0 in 0.25 s: aws logs create-log-group --log-group-name 'a b'"),
        (
            replace(MADE, request_id="r-1"),
            "exit 0 in 0.25 s, request id r-1: aws logs create-log-group --log-group-name 'a b'",
        ),
        (
            replace(MADE, argv=WORDS[:2], exit_status=254, failure=Failure("Denied", "no", "r-2")),
            "exit 254 (Denied) in 0.25 s, request id r-2: aws logs",
        ),
        (CallEnd(Answer.MADE, 61.0, signal=15), "SIGTERM in 1 min 1 s"),
        (
            CallEnd(Answer.FRESH, 0.0, WORDS[:2], instead=("/usr/bin/aws",), why="TZ differs"),
            "ran as `/usr/bin/aws`, since TZ differs: aws logs",
        ),
        (
            replace(MADE, argv=WORDS[:2], request_id="r-1", why="TZ differs"),
            (
                "exit 0 in 0.25 s, request id r-1, by a fresh `aws` under the same guard,"
                " since TZ differs: aws logs"
            ),
        ),
        (
            replace(MADE, argv=("aws", "s3", "cp"), exit_status=1, failure=Failure("", "no")),
            "exit 1 in 0.25 s: aws s3 cp",
        ),
        (
            replace(MADE, argv=("aws", "logs", "x", "--query", "Buckets[]\n.Name")),
            "exit 0 in 0.25 s: aws logs x --query $'Buckets[]\\n.Name'",
        ),
        (
            CallEnd(Answer.CUT, 2.0, WORDS[:2], why="its client went away"),
            (
                "ended in its middle after 2.0 s, since its client went away;"
                " it may have been made: aws logs"
            ),
        ),
        (
            CallEnd(Answer.LEFT, 3.0, why="too many open files"),
            "not made here: too many open files",
        ),
    ],
)
def test_a_line_tells_how_a_call_ended_and_what_it_was(end: CallEnd, line: str) -> None:
    noon = datetime(2026, 5, 20, 12, 0, 1, tzinfo=timezone.utc)

    assert call_trace.line(end, lambda: noon) == f"12:00:01 {line}"
