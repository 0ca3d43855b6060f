"""`tag-untagged.aws`."""

import json
from pathlib import Path

from tests.aws.recorder import Recorded, Recorder
from tests.examples.process import EXAMPLES, SANDBOXED, SETUP, Runs, written

TAGGED = """\
aws resourcegroupstaggingapi get-resources --output text \
    --query 'ResourceTagMappingList[].[ResourceARN, join(`,`, Tags[].join(`=`, [Key, Value]))]'
"""


def test_what_lacks_a_tag_is_tagged(run: Runs, tmp_path: Path) -> None:
    tag, tagged = EXAMPLES / "tag-untagged.aws", written(tmp_path, TAGGED)
    ran = run.sandboxed(SETUP / "untagged.aws", tag, tagged, tag, key="owner", value="me,a=b")
    group = "arn:aws:logs:us-east-1:123456789012:log-group:demo"
    assert ran.stdout.splitlines() == [
        "tagged 20 of 20",
        *(
            f"{group}-{tens}{ones}\tteam=web,owner={'ann' if ones == 4 else 'me,a=b'}"
            for tens in range(5)
            for ones in range(5)
        ),
        "tagged 0 of 0",
    ]
    assert (ran.exit_status, ran.stderr) == (
        0,
        (
            f"{SANDBOXED}29 succeeded in TIME; 29 requests, CONNECTIONS opened\n"
            f"  {tag}:24: the loop had no round, 2 times\n"
            f"  {tag}:16: the loop had no round\n"
        ),
    )


def test_twenty_are_tagged_at_a_time_and_what_cannot_be_is_told(
    run: Runs, recorder: Recorder
) -> None:
    recorder.answer = lambda request: (200, json.dumps(_tagging(request)).encode())

    ran = run(EXAMPLES / "tag-untagged.aws", key="owner", value="me")

    batches = [each.parameters["ResourceARNList"] for each in recorder.requests[1:]]
    arns = [f"arn:{number}" for number in range(45)]
    # They are sent side by side.
    assert sorted(batches, key=str) == [arns[:20], arns[20:40], arns[40:]]
    assert (ran.exit_status, ran.stdout) == (
        3,
        "tagged 43 of 45\ncannot tag arn:7: not you\ncannot tag arn:44: not you\n",
    )
    assert ran.stderr.startswith("error: some could not be tagged\n")


def _tagging(request: Recorded) -> object:
    """Return the answer of an account with 45 resources, two of which cannot be tagged."""
    arns = request.parameters.get("ResourceARNList")
    if arns is None:
        listed = [{"ResourceARN": f"arn:{number}", "Tags": []} for number in range(45)]
        owned = {"ResourceARN": "arn:mine", "Tags": [{"Key": "owner", "Value": ""}]}
        return {"ResourceTagMappingList": [owned, *listed]}
    assert isinstance(arns, list)
    failed = [arn for arn in arns if arn in {"arn:7", "arn:44"}]
    return {"FailedResourcesMap": {arn: {"ErrorMessage": "not you"} for arn in failed}}
