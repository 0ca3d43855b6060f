"""The whole program, which shows no secret however it is run."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SECRETS = ("correct-horse", "battery-staple", "12345678", "open-sesame")
SCRIPT = """\
pin = <<12345678>>
parallel for name in correct-horse battery-staple
    @retry=1:NoSuchEntity aws iam create-login-profile --user-name <<name>> --password <<name>>
end
@ignore=* aws iam create-login-profile --cli-input-json <<{UserName: 'u', Password: pin}>>
aws iam create-login-profile --user-name u --password correct-horse > /dev/null
user = aws iam get-user --user-name u
aws iam create-login-profile --user-name <<user.User.UserName>> --password battery-staple
for each in <<[{name: 'u', pin: 'open-sesame'}]>>
    aws iam get-user --user-name <<each.name>>
    aws iam create-login-profile --user-name <<each.name>> --password <<each.pin>>
end
"""


def run(arguments: list[str], script: str, endpoint: str) -> tuple[list[dict[str, Any]], str]:
    ran = subprocess.run(
        [sys.executable, "-m", "awsbatch", *arguments],
        check=False,
        input=script,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "eu-west-1",
        },
    )
    return [json.loads(line) for line in ran.stdout.splitlines()], ran.stderr


@pytest.mark.parametrize("jobs", ["1", "8"])
@pytest.mark.parametrize("streamed", [False, True])
def test_no_secret_is_shown(jobs: str, *, streamed: bool, moto_server: str, tmp_path: Path) -> None:
    file = tmp_path / "script.aws"
    file.write_text(SCRIPT)
    name = "-" if streamed else str(file)

    found, said = run(["run", "--json", "-v", "-j", jobs, name], SCRIPT, moto_server)

    commands = [each for each in found if each.get("argv")]
    shown = json.dumps(found) + said
    assert [secret for secret in SECRETS if secret in shown] == []
    assert [each["masked"] for each in commands].count(True) == 5
    assert sorted(" ".join(each["argv"][3:]) for each in commands) == [
        "--cli-input-json ***",
        "--user-name *** --password ***",
        "--user-name *** --password ***",
        "--user-name <<each.name>> --password <<each.pin>>",
        "--user-name <<user.User.UserName>> --password ***",
        "--user-name u",
        "--user-name u",
        "--user-name u --password ***",
    ]
    (refused,) = [each for each in commands if each["status"] == "ignored"]
    assert refused["error"]["message"] == (
        "Parameter validation failed:\nInvalid type for parameter Password, value: ***,"
        " type: <class 'int'>, valid types: <class 'str'>"
    )
    assert "value: ***," in refused["stderr"]
