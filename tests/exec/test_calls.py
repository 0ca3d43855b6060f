"""A call that a worker makes, held against plain `aws`: what it prints, ends with and sends.

`python -m pytest tests/exec/test_calls.py -m ''` holds all lines of `calls.json` against each
other; without, only some of them, against copies of one `aws`: a plain one takes a second.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from awsbatch.record import record
from tests.aws.recorder import Recorded, Recorder, recording
from tests.aws_cli import VERSION
from tests.table import table

CASES = [each for each in table("exec/calls") if each.get("version", VERSION) == VERSION]
CONFIG = """\
[default]
region = us-east-1
[profile one]
region = eu-west-1
[profile two]
region = us-west-2
[profile process]
region = us-east-1
credential_process = /bin/echo '{"Version": 1, "AccessKeyId": "KEYPROCESS", "SecretAccessKey": "s"}'
[profile named]
region = us-east-1
credential_process = /bin/sh keys
"""
CREDENTIALS = "".join(
    f"[{name}]\naws_access_key_id = KEY{name.upper()}\naws_secret_access_key = secret\n"
    for name in ("default", "one", "two")
)
KEYS = """printf '{"Version": 1, "AccessKeyId": "KEY%s", "SecretAccessKey": "s"}' "$NAME"\n"""
FILES = {
    "config": CONFIG,
    "credentials": CREDENTIALS,
    "input.json": '{"logGroupName": "read"}\n',
    "keys": KEYS,
}
_name = itemgetter("name")
LISTED = (
    b"<ListBucketResult><Contents><Key>one</Key><LastModified>2026-01-02T03:04:05.000Z"
    b"</LastModified><Size>3</Size></Contents></ListBucketResult>"
)
GROUPS = b'{"logGroups": [{"logGroupName": "one"}, {"logGroupName": "gr\xc3\xbcn"}]}'
BIG = b'{"logGroups": [%s]}' % b",".join(b'{"logGroupName": "group-%d"}' % n for n in range(5_000))
# A program that runs each script that it reads the path of, in the folder of that.
LOOP = 'while read -r f; do cd "${f%/*}"; bash "$f" < /dev/null > out.txt 2> err.txt; echo $?; done'


@record
class Ran:
    """What came of a script."""

    status: int
    stdout: str
    stderr: str
    requests: list[tuple[object, ...]]


class Shell:
    """A program that runs scripts, with an `aws`."""

    def __init__(self, recorder: Recorder, words: list[str], environ: Mapping[str, str]) -> None:
        self._recorder = recorder
        self._environ = environ
        self._process = subprocess.Popen(
            [*words, "bash", "-c", LOOP],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environ,
            text=True,
            bufsize=1,
        )

    def run(self, folder: Path, lines: str) -> Ran:
        folder.mkdir()
        for name, content in FILES.items():
            (folder / name).write_text(content)
        set_up = {
            "HOME": str(folder),
            "AWS_CONFIG_FILE": str(folder / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
        }
        exports = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in set_up.items())
        (folder / "script").write_text(f"{exports}{lines}\n")
        self._recorder.requests.clear()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{folder}/script\n")
        status = int(self._process.stdout.readline())
        out, err = ((folder / f"{name}.txt").read_bytes() for name in ("out", "err"))
        return Ran(
            status,
            _without_times(out.decode(errors="surrogateescape"), folder),
            _without_times(err.decode(errors="surrogateescape"), folder),
            sorted(map(_told, self._recorder.requests)),
        )

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def _without_times(text: str, folder: Path) -> str:
    """Return a text without what differs from one run to another."""
    # A line over a longer one, of which the speed is a part, ends with spaces.
    text = re.sub(r"\x08|\d+(\.\d+)? (?:[KM]i?B|Bytes)/s|\(pid \d+\)| +(?=\n)", "", text)
    return text.replace(str(folder), "FOLDER")


def _told(request: Recorded) -> tuple[object, ...]:
    return (
        request.method,
        re.sub("X-Amz-[^&]*", "", request.path),
        request.body,
        request.key or "",
        request.region or "",
        request.target or "",
        # Features are told in any order; the session is another for other processes.
        re.sub(r" (m|sid)/\S+", "", request.agent),
        sorted(request.features),
    )


def _answer(request: Recorded) -> Any:
    if b"denied" in request.body or "denied" in request.path:
        return 400, b'{"__type": "AccessDeniedException", "message": "no"}'
    if b'"big"' in request.body:
        return 200, BIG
    return _answer_of_s3(request) if request.service == "s3" else (200, GROUPS)


def _answer_of_s3(request: Recorded) -> Any:
    if "missing" in request.path:
        return 404, b""
    if "list-type" in request.path:
        return 200, LISTED
    body = b"" if request.method in ("PUT", "DELETE") else b"a body \xff\n"
    return 200, body, {"ETag": '"etag"', "Last-Modified": "Fri, 02 Jan 2026 03:04:05 GMT"}


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    with recording() as running:
        running.answer = _answer
        yield running


@pytest.fixture(scope="module")
def environ(recorder: Recorder, _aws_cli: Mapping[str, str]) -> Mapping[str, str]:
    return calls_environ(recorder, _aws_cli)


def calls_environ(recorder: Recorder, aws_cli: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment of a program whose calls are recorded."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS", "LC_", "PYTHON")) and not name.lower().endswith("_proxy")
    }
    return {
        **kept,
        **aws_cli,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": recorder.url,
        "AWS_PAGER": "",
        "BOTO_CONFIG": os.devnull,
        "COLUMNS": "80",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "URL": recorder.url,
    }


@pytest.fixture(scope="module")
def plain(recorder: Recorder, environ: Mapping[str, str]) -> Iterator[Shell]:
    shell = Shell(recorder, [], environ)
    yield shell
    shell.close()


@pytest.fixture(scope="module")
def copied(recorder: Recorder, environ: Mapping[str, str], copying: Path) -> Iterator[Shell]:
    shell = Shell(recorder, [], {**environ, "PATH": f"{copying}:{environ['PATH']}"})
    yield shell
    shell.close()


@pytest.fixture(scope="module")
def served(recorder: Recorder, environ: Mapping[str, str]) -> Iterator[Shell]:
    shell = Shell(recorder, [sys.executable, "-m", "awsbatch", "exec"], environ)
    yield shell
    shell.close()


@pytest.mark.parametrize("case", [each for each in CASES if each.get("sample")], ids=_name)
def test_a_call_is_as_that_of_a_copied_aws(
    case: Mapping[str, Any], copied: Shell, served: Shell, tmp_path: Path
) -> None:
    expected = copied.run(tmp_path / "copied", case["lines"])
    assert served.run(tmp_path / "served", case["lines"]) == expected


@pytest.mark.law
@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_call_is_as_that_of_plain_aws(
    case: Mapping[str, Any], plain: Shell, served: Shell, tmp_path: Path
) -> None:
    expected = plain.run(tmp_path / "plain", case["lines"])
    assert served.run(tmp_path / "served", case["lines"]) == expected
