"""`AWSBATCH_VERBATIM`, and what is said of shortcuts that are off."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from awsbatch.cli.verbatim import VERBATIM, is_verbatim, shortcuts_off
from awsbatch.fault.error import UsageError
from tests.aws.recorder import recording
from tests.aws_cli import by_version

ROOT = str(Path(__file__).parent.parent.parent)
# Version 2 is nothing to start with where that is not there: more than a shortcut stands on it.
NO_USER_AGENT = by_version("import botocore.useragent; del botocore.useragent.UserAgentString", "")
MOVED = f"""\
import sys
import awscli
import botocore.auth, botocore.session
del botocore.auth._host_from_url
{NO_USER_AGENT}
from awsbatch.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
EXPECTED = "expected `1`, `0` or nothing in `AWSBATCH_VERBATIM`, found `{}`"
OFF = "shortcuts off: signatures (botocore has no `auth._host_from_url`)"
if NO_USER_AGENT:
    OFF += ", user agent (cannot import name `UserAgentString` from `botocore.useragent`)"


def _run(
    *words: str, verbatim: str | None = None, program: str | None = None
) -> subprocess.CompletedProcess[str]:
    start = ["-m", "awsbatch"] if program is None else ["-c", program]
    environment = {**os.environ, "PYTHONPATH": ROOT}
    if verbatim is not None:
        environment["AWSBATCH_VERBATIM"] = verbatim
    return subprocess.run(
        [sys.executable, *start, *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("0", False), ("", False)])
def test_one_asks_for_all_as_the_aws_cli_does_it(value: str, *, expected: bool) -> None:
    assert is_verbatim({"AWSBATCH_VERBATIM": value}) is expected


def test_unset_asks_for_nothing() -> None:
    assert not is_verbatim({})


@pytest.mark.parametrize("value", ["yes", "2", " 1"])
def test_any_other_value_is_refused(value: str) -> None:
    with pytest.raises(UsageError) as raised:
        is_verbatim({"AWSBATCH_VERBATIM": value})
    assert (
        raised.value.message
        == f"expected `1`, `0` or nothing in `AWSBATCH_VERBATIM`, found `{value}`"
    )


def test_nothing_is_said_where_no_shortcut_is_off() -> None:
    assert shortcuts_off({}) is None


@pytest.mark.parametrize("verb", ["run", "check"])
def test_a_wrong_value_ends_the_program_before_anything_runs(verb: str, tmp_path: Path) -> None:
    file = tmp_path / "a.aws"
    file.write_text("print hello\n")
    done = _run(verb, str(file), verbatim="yes")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "error: expected `1`, `0` or nothing in `AWSBATCH_VERBATIM`, found `yes`\n"
    )


def test_a_verbose_run_says_that_it_is_verbatim(tmp_path: Path) -> None:
    file = tmp_path / "a.aws"
    file.write_text("print hello\n")
    assert _run("-q", str(file), verbatim="1").stderr == ""
    assert VERBATIM not in _run("-q", "-v", str(file)).stderr
    done = _run("-q", "-v", str(file), verbatim="1")
    which, *notes = done.stderr.splitlines()
    assert (done.returncode, done.stdout, notes) == (0, "hello\n", [VERBATIM])
    assert which.startswith("AWS CLI ")


def test_a_verbose_run_names_the_shortcuts_that_are_off(tmp_path: Path) -> None:
    file = tmp_path / "a.aws"
    file.write_text("print hello\n")
    done = _run("-q", "-v", str(file), program=MOVED)
    assert (done.returncode, done.stdout) == (0, "hello\n")
    assert done.stderr.endswith(f"Python {platform.python_version()}\n{OFF}\n")


def test_the_version_says_that_commands_are_run_verbatim() -> None:
    assert VERBATIM not in _run("--version").stdout
    assert _run("--version", verbatim="1").stdout.endswith(f"\n{VERBATIM}\n")


def test_the_version_names_the_shortcuts_that_are_off() -> None:
    assert _run("--version", program=MOVED).stdout.endswith(f"\n{OFF}\n")


WRONG = """\
import sys
import awscli
from awsbatch.aws.fast_path.plan import trust
from awsbatch.aws.fast_path.plan.call_plan import Plan
trust.CHECK_EVERY = 4
right, requests = Plan.request, []
def wrong(*args):
    requests.append(right(*args))
    # What has been sent to learn from is made again as it was.
    return requests[-1] if len(requests) == 1 else requests[-1].replace(b"Log", b"Fog")
Plan.request = wrong
from awsbatch.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_shortcut_that_is_found_wrong_is_told_as_a_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.aws"
    file.write_text("".join(f"logs delete-log-group --log-group-name g{n}\n" for n in range(9)))
    with recording() as recorder:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "a")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        done = _run("run", str(file), program=WRONG)
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == (
        "this is a bug in awsbatch: the plan of `logs DeleteLogGroup` makes another"
        " request than botocore; no plan was used after that was found, but requests before it"
        " may have been wrong: look at what they did, please report it at"
        " https://github.com/awsbatch/awsbatch/issues, and set `AWSBATCH_VERBATIM=1` meanwhile"
    )
    targets = [each.target for each in recorder.requests]
    right, wrong = "Logs_20140328.DeleteLogGroup", "Fogs_20140328.DeleteFogGroup"
    assert targets == [right] * 2 + [wrong] * 3 + [right] * 4
