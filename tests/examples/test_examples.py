"""All examples together, and the short ones one by one."""

import re
from pathlib import Path

import pytest

from awsbatch.cli.main import main
from tests.examples.process import EXAMPLES, SANDBOXED, SETUP, Ran, Runs

TAGS = """\
"875b85962126220716de5d1d5d857428"
"7495f8738c2e62e51df531a67a125240"
"0d7dc7207dc5fed445a3e77607eb8533"
"""
"""The MD5 sums of what is uploaded, as S3 prints them."""


@pytest.mark.parametrize(
    "name", sorted(str(file.relative_to(EXAMPLES)) for file in EXAMPLES.glob("**/*.aws"))
)
def test_the_check_finds_nothing(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(EXAMPLES / name)]) == 0
    assert capfd.readouterr() == ("", "no faults\n")


def test_the_readme_says_how_to_try_each_of_them() -> None:
    readme = (EXAMPLES / "README.md").read_text()
    rows = re.findall(r"^\| `([^`]*)` .* `[^`]*awsbatch run ([^`]*)` \|$", readme, re.MULTILINE)
    assert sorted(name for name, _ in rows) == sorted(file.name for file in EXAMPLES.glob("*.aws"))
    for name, words in rows:
        files = [word for word in words.split() if word.endswith(".aws")]
        assert files[-1] == name
        assert all((EXAMPLES / file).is_file() for file in files)


def test_every_log_group_is_deleted(run: Runs) -> None:
    ran = run.sandboxed(SETUP / "log-groups.aws", EXAMPLES / "delete-log-groups.aws")
    assert ran == Ran(
        0,
        "".join(f"demo-{number:02}\n" for number in range(50)),
        f"{SANDBOXED}101 succeeded in TIME; 101 requests, CONNECTIONS opened\n",
    )


def test_the_demo_shows_a_failure_and_goes_on(run: Runs) -> None:
    ran = run.sandboxed(EXAMPLES / "demo.aws")
    assert ran.exit_status == 1
    assert [line[:2] for line in ran.stdout.splitlines()] == ["1.", "2.", "3.", "4.", "ke"]
    assert ran.stderr.startswith(f"{SANDBOXED}\nAn error occurred (BucketNotEmpty) ")
    assert "245 succeeded, 1 failed, 2 ignored in TIME; " in ran.stderr


def test_the_size_of_every_bucket_is_printed(run: Runs) -> None:
    ran = run.sandboxed(SETUP / "buckets.aws", EXAMPLES / "bucket-sizes.aws")
    assert ran == Ran(
        0,
        "1177.376  backups\n   1.000  photos\n   0.000  drafts\n",
        f"{SANDBOXED}9 succeeded in TIME; 9 requests, CONNECTIONS opened\n",
    )


def test_the_files_after_two_dashes_are_uploaded(run: Runs, tmp_path: Path) -> None:
    names = ("a.sha1", "b c.sha1", "-d.sha1")
    for name in names:
        (tmp_path / name).write_text(name)
    files = [SETUP / "bucket.aws", EXAMPLES / "upload.aws"]
    ran = run.sandboxed(*files, "--", *names, folder=tmp_path, bucket="demo")
    assert ran == Ran(0, TAGS, f"{SANDBOXED}4 succeeded in TIME; 4 requests, CONNECTIONS opened\n")


def test_an_upload_without_a_bucket_says_what_is_missing(run: Runs) -> None:
    ran = run.sandboxed(EXAMPLES / "upload.aws", "--", "LICENSE")
    assert (ran.stdout, ran.exit_status) == ("", 2)
    assert "type `bucket=VALUE` after the file" in ran.stderr
