"""The whole program, of which nothing that it writes has a secret, however it is run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.redaction.way import SECRET, WAYS

PIN = "7391"
LINES = "-----BEGIN KEY-----\nZm9vYmFyYmF6cXV4\nMTIzNDU2Nzg5MGFi\n-----END KEY-----"
SCRIPT = r"""# Each line writes it another way.
@secret input password
@secret input pin
@secret input key
aws ssm put-parameter --name /a --type SecureString --value <<password>> > /dev/null
aws ssm get-parameter --name <<password>>
aws logs delete-log-group --log-group-name a-<<url_encode(password)>>-b
aws logs delete-log-group --log-group-name <<base64_encode(join(':', ['user', password]))>>
@retry=1 aws logs create-log-group --log-group-name <<pin>> --tags <<{a: password, b: key}>>
again = @secret aws ssm get-parameter --name /a --with-decryption --query Parameter.Value
print <<password>> <<pin>> <<again>> <<to_string({a: to_string({b: password})})>> <<key>>
print <<password>> > printed.txt
aws logs describe-log-groups > "<<password>>/x"
parallel for each in <<password>> <<base64_encode(password)>>
    aws logs delete-log-group --log-group-name <<each>>
end
for long in <<join('-', [password, password, password, password, password, password])>>
    aws logs delete-log-group --log-group-name y --region eu-west-1 --output json --query <<long>>
end
aws iam create-login-profile --user-name <<to_number(password)>> --password <<password>>
x = <<to_number(password) || divide(password, 2)>>
assert <<`false`>> no <<password>>, no <<pin>>
"""


def written(arguments: list[str], folder: Path, endpoint: str) -> str:
    """Return all that a run writes: on its standard streams and to files, as text."""
    ran = subprocess.run(
        [sys.executable, "-m", "awsbatch", *arguments],
        check=False,
        input=SCRIPT.encode(),
        capture_output=True,
        cwd=folder,
        env={
            **os.environ,
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "eu-west-1",
            "TMPDIR": os.fspath(folder),
            "AWSBATCH_SECRET_password": SECRET,
            "AWSBATCH_SECRET_pin": PIN,
            "AWSBATCH_SECRET_key": LINES,
        },
    )
    files = (path.read_bytes() for path in folder.rglob("*") if path.name != "script.aws")
    return b"".join([ran.stdout, ran.stderr, *files]).decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "script.aws"],
        ["run", "-v", "-j", "1", "script.aws"],
        ["run", "-v", "--no-keep-order", "-"],
        ["run", "--json", "script.aws"],
        ["run", "--json", "-j", "4", "-"],
        ["run", "--progress", "plain", "--joblog", "log", "script.aws"],
        ["plan", "script.aws"],
        ["plan", "--json", "-v", "script.aws"],
        ["plan", "--save", "plan", "script.aws"],
        ["check", "script.aws"],
        ["check", "--format", "json", "script.aws"],
        ["check", "--format", "sarif", "script.aws"],
    ],
    ids=" ".join,
)
def test_nothing_has_a_secret(arguments: list[str], moto_server: str, tmp_path: Path) -> None:
    (tmp_path / "script.aws").write_text(SCRIPT)
    text = written(arguments, tmp_path, moto_server)
    # A check has nothing to tell of.
    assert arguments[0] == "check" or "no ***, no ***" in text
    found = [name for name, way in WAYS.items() if way(SECRET).strip("\"'\n=") in text]
    found += [name for name, way in WAYS.items() if way(LINES).strip("\"'\n=") in text]
    found += [part for part in ("p@ss", *LINES.splitlines()[1:3]) if part in text]
    assert found == []
    assert f" {PIN}" not in text
    assert f'"{PIN}"' not in text
