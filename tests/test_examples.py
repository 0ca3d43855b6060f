"""The examples, each run from end to end in the sandbox."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
SETUP = EXAMPLES / "setup"

TAGS = """\
"875b85962126220716de5d1d5d857428"
"7495f8738c2e62e51df531a67a125240"
"0d7dc7207dc5fed445a3e77607eb8533"
"""
"""The MD5 sums of what is uploaded, as S3 prints them."""

SANDBOXED = "running against an in-memory AWS: nothing leaves this machine\n"


def run(*words: "str | Path", folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "awsbatch", "run", "--sandbox", "--progress", "none", *words],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def summary(ran: "subprocess.CompletedProcess[str]") -> str:
    """Give what is on standard error, without the time that it took."""
    return re.sub(r"in [\d.]+ m?s", "in TIME", ran.stderr)


def test_every_log_group_is_deleted() -> None:
    ran = run(SETUP / "log-groups.aws", EXAMPLES / "delete-log-groups.aws")
    names = "".join(f"demo-{number:02}\n" for number in range(50))
    assert (ran.stdout, summary(ran)) == (
        names,
        f"{SANDBOXED}101 succeeded in TIME; 101 requests, 1 connection opened\n",
    )
    assert ran.returncode == 0


def test_the_size_of_every_bucket_is_printed() -> None:
    ran = run(SETUP / "buckets.aws", EXAMPLES / "bucket-sizes.aws")
    assert (ran.stdout, summary(ran)) == (
        "1177.376  backups\n   1.000  photos\n   0.000  drafts\n",
        f"{SANDBOXED}9 succeeded in TIME; 9 requests, 2 connections opened\n",
    )
    assert ran.returncode == 0


def test_the_files_after_two_dashes_are_uploaded(tmp_path: Path) -> None:
    names = ("a.sha1", "b c.sha1", "-d.sha1")
    for name in names:
        (tmp_path / name).write_text(name)
    files = [SETUP / "bucket.aws", EXAMPLES / "upload.aws"]
    ran = run(*files, "--variable", "bucket=demo", "--", *names, folder=tmp_path)
    assert (ran.stdout, summary(ran)) == (
        TAGS,
        f"{SANDBOXED}4 succeeded in TIME; 4 requests, 1 connection opened\n",
    )
    assert ran.returncode == 0


def test_an_upload_without_a_bucket_says_what_is_missing() -> None:
    ran = run(EXAMPLES / "upload.aws", "--", "LICENSE")
    assert (ran.stdout, ran.returncode) == ("", 2)
    assert "nothing named `bucket` is set" in ran.stderr
