"""The environment inside is the one that a fresh `aws` has, as its children see it."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.aws.recorder import Recorder
from tests.door import doorway

_TELL = """\
import json, os, sys
with open(sys.argv[1], "w") as file:
    json.dump(dict(os.environ), file)
print(json.dumps({"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "S"}))
"""


@pytest.fixture
def environ(tmp_path: Path) -> Mapping[str, str]:
    """Provide an environment whose profile is signed for by a program that tells its own."""
    told = tmp_path / "told.json"
    tell = doorway.script(tmp_path / "tell", f"#!{sys.executable}\n{_TELL}")
    credentials = tmp_path / "credentials"
    credentials.write_text(f"[default]\ncredential_process = {tell} {told}\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {
        **kept,
        "AWS_SHARED_CREDENTIALS_FILE": str(credentials),
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "TOLD": str(told),
    }


@pytest.mark.parametrize(
    ("configuration", "path"), [("/nowhere/config", "/nowhere"), ("", ""), (None, None)]
)
def test_a_credential_process_sees_the_environment_of_a_fresh_aws(
    configuration: str | None,
    path: str | None,
    aws: Path,
    line: str,
    environ: Mapping[str, str],
    recorder: Recorder,
) -> None:
    settings = {"AWS_CONFIG_FILE": configuration, "PYTHONPATH": path}
    given = {name: value for name, value in environ.items() if name not in settings}
    given |= {name: value for name, value in settings.items() if value is not None}
    told = Path(given["TOLD"])

    fresh = subprocess.run([aws, *shlex.split(line)[1:]], env=given, check=True)
    expected = json.loads(told.read_text())
    told.unlink()
    done = subprocess.run(
        doorway.command(aws, "run", "-"), env=given, input=line, text=True, check=False
    )

    assert (fresh.returncode, done.returncode) == (0, 0)
    assert json.loads(told.read_text()) == expected
    assert [each.key for each in recorder.requests] == ["A", "A"]


def test_a_secret_goes_in_and_is_in_no_environment_on_the_way(
    environ: Mapping[str, str], tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    wrapper = doorway.wrapper(tmp_path / "bin" / "aws", f'env > {seen}; exec AWS "$@"')
    script = (
        "@secret input token\nprint <<length(token)>> <<env.AWSBATCH_SECRET_token || 'none'>>\n"
    )
    first = (
        "from awsbatch.cli.variable.secret_variable import secret_variables\n"
        "SECRETS = secret_variables(os.environ)"
    )
    words = list(doorway.command(wrapper, "run", "-", first=first))
    words[2] = words[2].replace("why=", "secrets=SECRETS, why=")

    done = subprocess.run(
        words,
        env={**environ, "AWSBATCH_SECRET_token": "\N{GREEK SMALL LETTER ALPHA}" * 9},
        input=script,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr.splitlines()[:-1]) == (0, "9 none\n", [])
    assert "AWSBATCH_DOOR" in seen.read_text()
    assert "AWSBATCH_SECRET" not in seen.read_text()
