"""Calls at the same time, each with its own caller's profile, folder, files and output."""

import json

from tests.aws.recorder import Recorder
from tests.exec.scripts.stage import EXEC, HERE, Sent, Stage

REGIONS = ("us-east-1", "us-west-2", "eu-west-1", "ap-south-1")
NUMBERS = range(400)


def test_every_call_has_what_its_caller_has(stage: Stage, recorder: Recorder) -> None:
    recorder.answer = lambda request: (
        200,
        json.dumps({"Version": int(str(request.parameters["Name"])[1:])}).encode(),
    )

    did = stage.run(HERE / "many-at-once.sh", under=EXEC)

    assert (did.exit_status, did.stdout, did.stderr) == (0, "", "")
    place = recorder.url.removeprefix("http://")
    assert sorted(did.requests) == sorted(_expected(number, place) for number in NUMBERS)
    written = {name: text for name, text in did.files.items() if name.endswith((".out", ".err"))}
    assert written == {
        f"folder {number % 3}/{number}.{kind}": text
        for number in NUMBERS
        for kind, text in (("out", b'{\n    "Version": %d\n}\n' % number), ("err", b""))
    }


def _expected(number: int, host: str) -> Sent:
    parameters = {"Name": f"n{number}", "Value": f"value of {number % 3}", "Type": "String"}
    return Sent(
        "/",
        json.dumps(parameters).encode(),
        "POST",
        host,
        (f"KEY{number % 4}", REGIONS[number % 4], "ssm"),
        "AmazonSSM.PutParameter",
    )
