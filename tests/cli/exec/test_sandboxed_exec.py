"""`awsbatch exec --sandbox`: a program whose calls reach no other AWS than the one in memory."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.cli.which_aws.executable import Executable
from tests.aws.recorder import Recorder, recording
from tests.aws_cli import sentence
from tests.cli.exec.execution import AWSBATCH, environment, execute

DEBIAN = Path("/usr/bin/aws")
LINE = (
    "running against an in-memory AWS: only `aws`, and programs that heed AWS_ENDPOINT_URL,"
    " are kept inside\n"
)
REFUSED = (
    "An HTTP Client raised an unhandled exception: the sandbox refuses a connection to"
    " `logs.eu-west-1.amazonaws.com`: only this machine can be reached"
)
INSIDE = """\
set -e
aws logs create-log-group --log-group-name first
unset AWS_ENDPOINT_URL
aws logs create-log-group --log-group-name unset
aws logs create-log-group --log-group-name profile --profile prod
AWS_PROFILE=prod AWS_DEFAULT_PROFILE=prod aws logs create-log-group --log-group-name variable
export AWS_ACCESS_KEY_ID=AKIA AWS_SECRET_ACCESS_KEY=s AWS_CONFIG_FILE=$PWD/config
HTTPS_PROXY=$OUTSIDE HTTP_PROXY=$OUTSIDE AWS_ENDPOINT_URL=$OUTSIDE AWS_ENDPOINT_URL_LOGS=$OUTSIDE \\
    aws logs create-log-group --log-group-name proxy
env -i PATH="$PATH" aws logs create-log-group --log-group-name nothing --region eu-west-1
set +e
aws logs create-log-group --log-group-name outside \\
    --endpoint-url https://logs.eu-west-1.amazonaws.com 2> errors; echo $?
HOME=$PWD aws mine 2> /dev/null || echo no alias
TZ=UTC AWS_ENDPOINT_URL=$OUTSIDE aws logs create-log-group --log-group-name fresh --profile real
aws logs describe-log-groups --query 'logGroups[].logGroupName' --output text
"""


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Recorder]:
    """Provide an AWS that nothing may reach, and a home that says to go there."""
    monkeypatch.chdir(tmp_path)
    alias = tmp_path / ".aws" / "cli" / "alias"
    alias.parent.mkdir(parents=True)
    alias.write_text("[toplevel]\nmine = !echo ran\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_PROFILE", "real")
    with recording() as recorder:
        config = f"[profile real]\naws_access_key_id = REAL\nendpoint_url = {recorder.url}\n"
        Path("config").write_text(config)
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
        monkeypatch.setenv("OUTSIDE", recorder.url)
        yield recorder


def test_nothing_of_the_users_is_in_the_environment_of_the_program(outside: Recorder) -> None:
    Path("x.py").write_text(
        "import os\n"
        "for file in (os.environ['AWS_CONFIG_FILE'], os.environ['AWS_SHARED_CREDENTIALS_FILE']):\n"
        "    print(os.path.exists(file) and open(file).read())\n"
        "print(*(os.environ.get(name) for name in\n"
        "    ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'HTTPS_PROXY', 'NO_PROXY', 'HOME']))\n"
        "print(os.environ['AWS_ENDPOINT_URL'].rpartition(':')[0])\n"
    )
    env = environment(HTTPS_PROXY=outside.url)
    done = execute("--sandbox", sys.executable, "x.py", env=env)

    home = os.environ["HOME"]
    assert (done.returncode, done.stderr.startswith(LINE)) == (0, True)
    assert done.stdout == (
        f"False\nFalse\ntesting None {outside.url} 127.0.0.1 {home}\nhttp://127.0.0.1\n"
    )


def test_its_aws_stays_where_it_is_and_refuses_once_nobody_guards_it(outside: Recorder) -> None:
    done = execute("-q", "--sandbox", "sh", "-c", "command -v aws", env=environment())
    client = done.stdout.strip()

    late = subprocess.run(
        [client, "sts", "get-caller-identity"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (late.returncode, late.stdout) == (255, "")
    assert late.stderr.startswith("awsbatch: no answer from `awsbatch exec`")
    assert outside.requests == []


def _debian() -> dict[str, str]:
    """Return the environment in which Debian's `aws` is the first."""
    env = environment(PATH=f"{DEBIAN.parent}{os.pathsep}{os.environ['PATH']}")
    return {name: value for name, value in env.items() if name != "AWSBATCH_AWS"}


def _version(aws: Path) -> str | None:
    package = Executable(aws, os.defpath).package if aws.exists() else None
    return None if package is None else package.version


@pytest.mark.parametrize("which", ["own", "debian"])
def test_whatever_a_call_is_given_it_stays_inside(which: str, outside: Recorder) -> None:
    if which == "debian" and not (_version(DEBIAN) or "").startswith("2.9."):
        pytest.skip("/usr/bin/aws is no version 2.9, which does not know AWS_ENDPOINT_URL")
    env = environment() if which == "own" else _debian()
    done = execute("-q", "--sandbox", "sh", "-c", INSIDE, env=env)

    names = ["first", "fresh", "nothing", "profile", "proxy", "unset", "variable"]
    assert done.stdout.splitlines() == ["255", "no alias", "\t".join(names)]
    assert (done.returncode, done.stderr) == (0, "")
    assert sentence(Path("errors").read_text()).strip() == REFUSED
    assert outside.requests == []


@pytest.mark.parametrize("killed", ["$PPID", "$(ps -o pid= --ppid $PPID | grep -vw $$) $PPID"])
def test_nothing_of_it_is_left_where_awsbatch_is_killed(killed: str, outside: Recorder) -> None:
    del outside
    script = f"""\
echo "$AWS_ENDPOINT_URL" "$AWSBATCH_EXEC"
aws configure set region eu-west-1
test -d "$AWSBATCH_EXEC" && echo there
kill -9 {killed}
read _
"""
    with subprocess.Popen(
        [*AWSBATCH, "exec", "-q", "--sandbox", "sh", "-c", script],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as run:
        assert run.stdout is not None
        url, folder = run.stdout.readline().split()
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as connection:
            assert run.stdout.readline() == "there\n"
            # The server says nothing before it ends.
            connection.settimeout(60)
            assert connection.recv(1) == b""
        run.communicate("\n")
    assert run.returncode == -signal.SIGKILL
    # Where nobody is left, it is no obstacle.
    assert Path(folder).exists() is (killed != "$PPID")
    shutil.rmtree(folder, ignore_errors=True)


def test_calls_that_are_left_behind_find_it_to_their_end(outside: Recorder) -> None:
    script = """\
mkfifo name
aws logs describe-log-groups --log-group-name-prefix file://name --query 'length(logGroups)' > out &
exec 3> name
printf x >&3
"""
    done = execute("-q", "--sandbox", "sh", "-c", script)

    assert (done.returncode, done.stderr, Path("out").read_text()) == (0, "", "0\n")
    assert outside.requests == []


def test_a_signal_ends_the_wait_for_calls_that_are_left_behind(tmp_path: Path) -> None:
    script = """\
mkfifo input && exec 3<> input
aws s3 mb s3://bucket
aws s3 cp - s3://bucket/key < input > /dev/null &
"""
    with subprocess.Popen(
        [*AWSBATCH, "exec", "-q", "--sandbox", "sh", "-c", script],
        env=environment(TMPDIR=str(tmp_path)),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"make_bucket: bucket\n"
        # As long as the program runs, they are its own, and may be too late for it.
        while run.poll() is None:
            run.terminate()

    assert run.returncode == 143
    assert [*tmp_path.glob("awsbatch-exec-*")] == []
