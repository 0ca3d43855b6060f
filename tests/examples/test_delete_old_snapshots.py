"""`delete-old-snapshots.aws`."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import parse_qs

from tests.aws.recorder import Recorder
from tests.examples.process import EXAMPLES, SANDBOXED, SETUP, Runs, written

SNAPSHOTS = """\
aws ec2 describe-snapshots --query 'Snapshots[].Description' --output text
"""


def test_old_snapshots_are_deleted_but_for_those_of_images(run: Runs, tmp_path: Path) -> None:
    left = written(tmp_path, SNAPSHOTS)
    delete = EXAMPLES / "delete-old-snapshots.aws"
    ran = run.sandboxed(SETUP / "snapshots.aws", left, delete, left, before="2100-01-01")
    before, *deleting, after = ran.stdout.splitlines()
    assert before == f"monday\ttuesday\t{after}"
    assert after.startswith("Created by CreateImage")
    assert len(deleting) == 3
    assert (ran.exit_status, ran.stderr) == (
        0,
        f"{SANDBOXED}10 succeeded, 1 ignored in TIME; 11 requests, CONNECTIONS opened\n",
    )


def test_snapshots_are_old_after_thirty_days(run: Runs, recorder: Recorder) -> None:
    recorder.answer = lambda _: (200, _snapshots(29, 31, 400))
    ran = run(EXAMPLES / "delete-old-snapshots.aws")
    assert (ran.exit_status, _deleted(recorder)) == (0, ["31", "400"])


def test_snapshots_are_old_when_the_command_line_says_so(run: Runs, recorder: Recorder) -> None:
    recorder.answer = lambda _: (200, _snapshots(29, 31, 400))
    ran = run(EXAMPLES / "delete-old-snapshots.aws", days="52w")
    assert (ran.exit_status, _deleted(recorder)) == (0, ["400"])


def test_days_without_a_unit_delete_nothing(run: Runs, recorder: Recorder) -> None:
    recorder.answer = lambda _: (200, _snapshots(29, 31, 400))
    ran = run(EXAMPLES / "delete-old-snapshots.aws", days="0")
    assert (ran.exit_status, _deleted(recorder)) == (2, [])
    assert ran.stderr.startswith("error: `ago()` takes a span of time, found `0`\n")


def _snapshots(*days: int) -> bytes:
    """Return an answer with snapshots of so many days ago, whose ids are these numbers."""
    now = datetime.now(timezone.utc)
    items = "".join(
        f"<item><snapshotId>{number}</snapshotId>"
        f"<startTime>{now - timedelta(days=number):%Y-%m-%dT%H:%M:%S.000Z}</startTime></item>"
        for number in days
    )
    return (
        '<Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">'
        f"<snapshotSet>{items}</snapshotSet></Response>"
    ).encode()


def _deleted(recorder: Recorder) -> list[str]:
    """Return the snapshots that were deleted, in any order: `parallel for` leaves it open."""
    bodies = [parse_qs(each.body.decode()) for each in recorder.requests]
    return sorted(body["SnapshotId"][0] for body in bodies if body["Action"] == ["DeleteSnapshot"])
