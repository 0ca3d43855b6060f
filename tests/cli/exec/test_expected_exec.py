"""`awsbatch exec --expect-account`: whose calls reach AWS, and what is said of others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aws.session.sts import HOME, OTHER, Sts, elsewhere
from tests.aws_cli import by_version
from tests.cli.exec.execution import execute

DENIED = by_version(255, 254)
HINT = (
    f"choose credentials of `{HOME}`; if `{OTHER}` is meant,"
    f" pass `--expect-account {OTHER}` as well"
)
EXPECTS = f"`{OTHER}`, and `--expect-account` expects `{HOME}`"
CONFIG = """\
[profile there]
aws_access_key_id = THERE
aws_secret_access_key = s
[profile here]
aws_access_key_id = HERE
aws_secret_access_key = s
"""


@pytest.fixture
def sts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sts]:
    """Provide an AWS that records, and a folder with a configuration."""
    with elsewhere(monkeypatch, tmp_path, CONFIG) as sts:
        yield sts


def run(script: str) -> tuple[int, list[str], str]:
    """Run a script, and return its status, lines and errors, without what versions put before."""
    Path("x.sh").write_text(script)
    done = execute("-q", "--expect-account", HOME, "sh", "x.sh")
    return done.returncode, done.stdout.splitlines(), done.stderr.replace("aws: [ERROR]: ", "")


def test_each_call_is_held_to_the_account(sts: Sts) -> None:
    script = """\
aws logs describe-log-groups --profile there; echo $?
export AWS_PROFILE=here
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
aws logs describe-log-groups > out; echo $?
AWS_PROFILE=there TZ=UTC aws logs describe-log-groups; echo $?
"""
    reason = (
        f"the account of the profile `there` is `{OTHER}`, and `--expect-account` expects `{HOME}`"
    )
    denied = (
        "\nAn error occurred (AccessDenied) when calling the DescribeLogGroups operation:"
        f" {reason}\n"
    )

    assert run(script) == (
        3,
        [str(DENIED), "0", str(DENIED)],
        f"{denied * 2}error: 2 calls of `aws` were refused: {reason}\n  {HINT}\n",
    )
    assert sts.keys() == ["HERE"]


def test_credentials_that_variables_choose_are_looked_at_before_the_program_runs(
    sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_PROFILE", "there")

    assert run("touch begun\n") == (
        3,
        [],
        (
            f"error: the account of the profile `there` is {EXPECTS}\n"
            f"  {HINT}; a program that chooses by itself runs without `AWS_PROFILE`\n"
        ),
    )
    assert not Path("begun").exists()
    assert sts.keys() == []


def test_those_of_the_default_profile_are_looked_at_when_they_sign(
    sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with Path("config").open("a") as file:
        file.write("[default]\naws_access_key_id = THERE\naws_secret_access_key = s\n")

    assert run("aws logs describe-log-groups --profile here > out; echo $?\n") == (0, ["0"], "")
    assert sts.keys() == ["HERE"]


@pytest.mark.parametrize("name", ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
def test_a_profile_that_nobody_knows_is_left_to_the_calls(
    name: str, sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv(name, "gone")

    assert run("exit 5\n") == (5, [], "")
    assert sts.keys() == []
