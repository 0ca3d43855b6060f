"""`stop-instances.aws`."""

from pathlib import Path
from urllib.parse import parse_qs

from tests.aws.recorder import Recorder
from tests.examples.process import EXAMPLES, SANDBOXED, SETUP, Runs, written

INSTANCES = """\
aws ec2 describe-instances --query 'Reservations[].Instances[].State.Name' --output text
"""

INSTANCE = b"""\
<Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><reservationSet><item><instancesSet>
<item><instanceId>i-1</instanceId>
<instanceState><name>terminated</name></instanceState></item></instancesSet></item></reservationSet></Response>
"""

REFUSED = b"""\
<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>
"""


def test_running_instances_with_a_tag_are_stopped(run: Runs, tmp_path: Path) -> None:
    stop, states = EXAMPLES / "stop-instances.aws", written(tmp_path, INSTANCES)
    files = [SETUP / "instances.aws", stop, states, stop]
    ran = run.sandboxed(*files, tag="schedule", value="office-hours")
    first, second, *rest = ran.stdout.splitlines()
    assert (first[:2], second[:2]) == ("i-", "i-")
    assert [first.partition("\t")[2], second.partition("\t")[2], *rest] == [
        "stopping",
        "stopping",
        "stopped\tstopped\trunning",
        "no running instance has the tag schedule=office-hours",
    ]
    assert (ran.exit_status, ran.stderr) == (
        0,
        f"{SANDBOXED}7 succeeded in TIME; 7 requests, CONNECTIONS opened\n",
    )


def test_instances_that_cannot_be_stopped_are_not_waited_for(run: Runs, recorder: Recorder) -> None:
    recorder.answer = lambda request: (
        (200, INSTANCE) if b"DescribeInstances" in request.body else (400, REFUSED)
    )
    ran = run(EXAMPLES / "stop-instances.aws", tag="a", value="b")
    actions = [parse_qs(each.body.decode())["Action"] for each in recorder.requests]
    assert (ran.exit_status, actions) == (1, [["DescribeInstances"], ["StopInstances"]])
    assert "An error occurred (UnauthorizedOperation)" in ran.stderr
