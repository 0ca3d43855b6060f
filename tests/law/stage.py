"""The folder, the configuration and the environment in which lines of the corpus run."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Before anything else of the AWS CLI, which has circles, and brings its own botocore.
from awscli import clidriver  # isort: skip

from awsbatch.sandbox.other_host import refuse_other_hosts
from tests.aws.recorder import Recorder, recording

# Version 2 since 2.13.
LED = hasattr(clidriver.botocore.configprovider, "ConfiguredEndpointProvider")
"""Whether the environment can lead a line to the recorder."""

HEAD = {"ETag": '"etag"', "Last-Modified": "Fri, 02 Jan 2026 03:04:05 GMT", "x-law": "answer"}

_CONFIG = """\
[default]
region = us-east-1
[profile one]
region = eu-west-1
[profile no-region]
[profile no-keys]
region = us-east-1
[profile json]
region = us-east-1
output = json
[profile text]
region = us-east-1
output = text
[profile table]
region = us-east-1
output = table
[profile yaml]
region = us-east-1
output = yaml
[profile unknown-output]
region = us-east-1
output = xml
[profile raw]
region = us-east-1
cli_binary_format = raw-in-base64-out
[profile wall-clock]
region = us-east-1
cli_timestamp_format = iso8601
[profile no-validation]
region = us-east-1
parameter_validation = false
[profile follow]
region = us-east-1
cli_follow_urlparam = false
[profile legacy-error]
region = us-east-1
cli_error_format = legacy
[profile adaptive]
region = us-east-1
retry_mode = adaptive
max_attempts = 2
[profile once]
region = us-east-1
max_attempts = 1
[profile twice]
region = us-east-1
max_attempts = 2
[profile s3]
region = us-east-1
s3 =
  max_concurrent_requests = 2
  multipart_threshold = 6MB
  multipart_chunksize = 5MB
  payload_signing_enabled = true
[profile virtual]
region = us-west-2
s3 =
  addressing_style = path
[profile role]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/one
source_profile = one
role_session_name = law
[profile role-refused]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/refused
source_profile = one
role_session_name = law
[profile role-s3]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/s3
source_profile = one
role_session_name = law
[profile role-export]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/export
source_profile = one
role_session_name = law
[profile role-export-2]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/export-2
source_profile = one
role_session_name = law
[profile role-circle]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/circle
source_profile = role-circle-2
[profile role-circle-2]
role_arn = arn:aws:iam::123456789012:role/circle
source_profile = role-circle
[profile role-no-source]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/three
[profile role-bad-source]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/four
source_profile = nobody
[profile process]
region = us-east-1
credential_process = /bin/echo '{"Version": 1, "AccessKeyId": "KEYPROCESS", "SecretAccessKey": "s"}'
[profile process-fails]
region = us-east-1
credential_process = /bin/false
[profile sso]
region = us-east-1
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
sso_account_id = 123456789012
sso_role_name = reader
[profile services]
region = us-east-1
services = elsewhere
[services elsewhere]
sqs =
  endpoint_url = http://127.0.0.1:1
"""
_CREDENTIALS = """\
[default]
aws_access_key_id = KEYDEFAULT
aws_secret_access_key = secret
[one]
aws_access_key_id = KEYONE
aws_secret_access_key = secret
aws_session_token = token-of-one
[half]
aws_access_key_id = KEYHALF
"""
_KEYED = (
    "no-region json text table yaml unknown-output raw wall-clock no-validation follow"
    " legacy-error adaptive once twice s3 virtual services"
)
_ALIASES = """\
[toplevel]
groups = logs describe-log-groups --query logGroups[].logGroupName
west = logs --region us-west-2
unsigned = s3api --no-sign-request
say = !f() { echo "said $1"; echo "to err" >&2; }; f
failing = !exit 7
circle = circle
ls = s3 ls
bad = logs describe-log-groups --no-such-option
[command logs]
two = describe-log-groups --limit 2
here = !echo "$@"
[command s3]
list = ls
"""
_FILES = {
    "one.txt": b"one\n",
    "two.txt": b"two\n",
    "tree/a.txt": b"a\n",
    "tree/b.html": b"<p>b</p>\n",
    "tree/sub/c.json": b"{}\n",
    "blob.bin": bytes(range(256)),
    "text.txt": "gr\u00fc\u00dfe\n".encode(),
    "latin.txt": b"gr\xfc\xdfe\n",
    "big.bin": b"0123456789abcdef" * 393_216,
    "input.json": b'{"logGroupName": "from-json", "tags": {"k": "v"}}\n',
    "input.yaml": b"logGroupName: from-yaml\ntags:\n  k: v\n",
    "bad.json": b"{",
    "stream.json": b'{"StreamName": "s", "PartitionKey": "p", "Data": "aGVsbG8="}\n',
    "template.json": b'{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}\n',
    "keys.csv": b"User Name,Access key ID,Secret access key\nimported,KEYCSV,secretcsv\n",
    ".aws/cli/alias": _ALIASES.encode(),
    "config": _CONFIG.encode(),
    "credentials": (
        _CREDENTIALS
        + "".join(
            f"[{name}]\naws_access_key_id = KEY{name.upper()}\naws_secret_access_key = secret\n"
            for name in _KEYED.split()
        )
    ).encode(),
}


def environment(folder: Path, url: str) -> dict[str, str]:
    """Return the whole environment of `aws` in the folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS", "LC_")) and not name.lower().endswith("_proxy")
    }
    return kept | {
        "HOME": str(folder),
        "AWS_CONFIG_FILE": str(folder / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": url,
        # Or some operations would be sent to another host, `api.127.0.0.1`; not known to 2.9.
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        "BOTO_CONFIG": os.devnull,
        "COLUMNS": "80",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }


def set_up(folder: Path) -> None:
    """Put the folder in order, with nothing in it of lines that ran before."""
    for child in folder.iterdir():
        shutil.rmtree(child) if child.is_dir() else child.unlink()
    for name, content in _FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        # Older than any upload of it; and a new configuration is compared by content, at a cost.
        os.utime(file, (1_700_000_000, 1_700_000_000))


@contextmanager
def staged(folder: Path) -> Iterator[Recorder]:
    """Put the folder in order, and provide a recorder; nothing else can be reached."""
    with refuse_other_hosts(), recording() as recorder:
        recorder.headers = HEAD
        set_up(folder)
        yield recorder
