"""`awsbatch exec` for a script whose calls have environments and folders of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aws.recorder import Recorder, recording
from tests.cli.exec.execution import environment, execute

CALLS = 48
PROFILES = "".join(
    f"[profile p{number}]\nregion = eu-west-{number}\naws_access_key_id = KEY{number}\n"
    "aws_secret_access_key = secret\n"
    for number in range(4)
)
# Half of them choose the profile by the environment.
CALL = """\
cd "$FOLDERS/folder $(($1 % 3))"
how="logs put-retention-policy --log-group-name file://name --retention-in-days $1"
if [ $(($1 / 4 % 2)) = 0 ]
then AWS_PROFILE=p$(($1 % 4)) aws $how
else aws $how --profile p$(($1 % 4))
fi || echo "call $1: $?"
"""
CONFIGURE = """\
call() {
    seq 6 | xargs -P 3 -I N aws logs delete-log-group --log-group-name "$1-N"
}
call before
aws configure set region eu-west-9 --profile p1
call after
aws logs delete-log-group --log-group-name end
"""


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with recording() as recorder:
        yield recorder


@pytest.fixture
def variables(recorder: Recorder, tmp_path: Path) -> dict[str, str]:
    config = tmp_path / "config"
    config.write_text(PROFILES)
    for number in range(3):
        folder = tmp_path / f"folder {number}"
        folder.mkdir()
        (folder / "name").write_text(f"group-{number}")
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION")
    given = environment(
        AWS_ENDPOINT_URL=recorder.url, AWS_CONFIG_FILE=str(config), FOLDERS=str(tmp_path)
    )
    return {name: value for name, value in given.items() if name not in names}


def test_each_of_many_calls_has_its_own_key_region_and_files(
    recorder: Recorder, variables: dict[str, str]
) -> None:
    script = f"seq {CALLS} | xargs -P 6 -n 1 sh -c '{CALL}' sh"
    ran = execute("-q", "bash", "-c", script, env=variables)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    sent = {
        each.parameters["retentionInDays"]: (each.key, each.region, each.parameters["logGroupName"])
        for each in recorder.requests
    }
    assert len(recorder.requests) == CALLS
    assert sent == {
        number: (f"KEY{number % 4}", f"eu-west-{number % 4}", f"group-{number % 3}")
        for number in range(1, CALLS + 1)
    }


def test_what_one_call_configures_all_others_have(
    recorder: Recorder, variables: dict[str, str]
) -> None:
    ran = execute("-q", "bash", "-c", CONFIGURE, env={**variables, "AWS_PROFILE": "p1"})
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    regions = {str(each.parameters["logGroupName"]): each.region for each in recorder.requests}
    assert regions == {
        **{f"before-{number}": "eu-west-1" for number in range(1, 7)},
        **{f"after-{number}": "eu-west-9" for number in range(1, 7)},
        "end": "eu-west-9",
    }
