"""`clean-up.aws`, against accounts that hold more than moto knows."""

import json
import re
import subprocess
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import pytest

from tests.examples.account import Accounts, Holding, Request
from tests.examples.process import EXAMPLES, Ran, Runs
from tests.exec.scripts.stage import SEED

CLEAN_UP = EXAMPLES / "clean-up.aws"
PROFILES = ("ara", "me", "podi")
REGIONS = ("us-east-1", "eu-west-1", "ap-south-1", "sa-east-1")
LARGEST = ("KEYME", "eu-west-1")

# What `clean-up.aws` does, with a process for each `aws`.
ORIGINAL = re.sub(
    r"for r in [^;]*;",
    "for r in us-east-1 eu-west-1;",
    re.sub(r"for p in [^;]*;", "for p in ara;", (SEED / "clean-up.sh").read_text()),
)


@pytest.mark.law
def test_it_prints_and_calls_what_bash_does(run: Runs, accounts: Accounts, tmp_path: Path) -> None:
    _hold_little(accounts)
    original = subprocess.run(
        ["bash", "-c", ORIGINAL],  # noqa: S607 (wherever it is)
        check=True,
        capture_output=True,
        text=True,
    )
    expected = accounts.requests
    accounts.clear()
    _hold_little(accounts)

    ran = _clean_up(run, PROFILES[:1], REGIONS[:2], tmp_path)

    assert (ran.exit_status, ran.stdout) == (0, original.stdout)
    assert _settled(accounts.requests) == _settled(expected)
    assert len(expected) == 13


def test_every_profile_is_cleaned_up_in_every_region(
    run: Runs, accounts: Accounts, tmp_path: Path
) -> None:
    _hold_much(accounts)
    expected = accounts.requests_to_delete(map(_key, PROFILES), REGIONS)

    ran = _clean_up(run, PROFILES, REGIONS, tmp_path)

    assert _settled(accounts.requests) == _settled(expected)
    assert [*accounts.holdings.values()] == [Holding()] * 12
    assert ran.exit_status == 0
    assert f"; {len(expected)} requests, CONNECTIONS opened\n" in ran.stderr


def test_the_name_of_each_log_group_and_project_is_printed(run: Runs, accounts: Accounts) -> None:
    accounts.holdings["KEYARA", "us-east-1"] = Holding(["/app/web", "-x"], ["site"])
    ran = run(CLEAN_UP, profiles="ara", regions="us-east-1")
    assert ran == Ran(
        0,
        "/app/web\n-x\nsite\n",
        "6 succeeded in TIME; 6 requests, CONNECTIONS opened\n"
        f"  {CLEAN_UP}:39: the loop had no round\n",
    )


def test_one_profile_and_region_can_be_named(run: Runs, accounts: Accounts) -> None:
    _hold_much(accounts)
    before = accounts.held

    ran = run(CLEAN_UP, profiles="me", regions="sa-east-1")

    assert ran.exit_status == 0
    assert accounts.held == {**before, ("KEYME", "sa-east-1"): repr(Holding())}


@pytest.mark.parametrize("words", [["regoins=eu-west-1"], ["--variable", "regoins=eu-west-1"]])
def test_a_mistyped_input_deletes_nothing(run: Runs, accounts: Accounts, words: list[str]) -> None:
    _hold_much(accounts)
    before = accounts.held

    assert run(CLEAN_UP, *words) == Ran(
        2,
        "",
        "error: `regoins=eu-west-1` gives `regoins` a value, and there is no input of that name\n"
        "  did you mean `regions`?\n",
    )
    assert (accounts.held, accounts.requests) == (before, [])


def test_nothing_is_deleted_without_profiles_of_ones_own(run: Runs, accounts: Accounts) -> None:
    ran = run(CLEAN_UP, regions="us-east-1")
    assert (ran.exit_status, ran.stdout, accounts.requests) == (2, "", [])
    assert "error: there is no profile `araProfile`\n" in ran.stderr


def test_builds_in_progress_end_the_loop_but_not_the_run(
    run: Runs, accounts: Accounts, tmp_path: Path
) -> None:
    accounts.holdings["KEYARA", "us-east-1"] = Holding(
        builds=["site:1", "site:2"], running=frozenset({"site:2"})
    )
    accounts.holdings["KEYARA", "eu-west-1"] = Holding(builds=["site:3"])

    ran = _clean_up(run, PROFILES[:1], REGIONS[:2], tmp_path)

    assert [each.builds for each in accounts.holdings.values()] == [["site:2"], []]
    assert ran == Ran(1, ran.stdout, _stuck())


def _stuck() -> str:
    lines = CLEAN_UP.read_text().splitlines()
    number = next(number for number, line in enumerate(lines, 1) if " while " in line)
    column = lines[number - 1].index("builds")
    return f"""\
error: `builds` still held something after 100 rounds
  --> {CLEAN_UP}:{number}:{column + 1}
   |
{number} | {lines[number - 1]}
   | {" " * column}^^^^^^ `@rounds=N` before `while` allows more
108 succeeded, 1 failed, 100 ignored in TIME; 208 requests, CONNECTIONS opened
  {CLEAN_UP}:24: the loop had no round, 2 times
  {CLEAN_UP}:31: the loop had no round, 2 times
  1 x {CLEAN_UP}:{number}: `builds` still held something after 100 rounds \
(profile=ara region=us-east-1), exit 1
"""


def _clean_up(run: Runs, profiles: Iterable[str], regions: Iterable[str], folder: Path) -> Ran:
    """Run it for names that are the lines of files."""
    words: list[str] = []
    for name, lines in {"profiles": profiles, "regions": regions}.items():
        file = folder / f"{name}.txt"
        file.write_text("".join(f"{line}\n" for line in lines))
        words += ["--lines", f"{name}={file}"]
    return run(*words, CLEAN_UP)


def _hold_little(accounts: Accounts) -> None:
    accounts.holdings["KEYARA", "us-east-1"] = Holding(["/app/web", "x"], ["site"], ["s:1", "s:2"])
    accounts.holdings["KEYARA", "eu-west-1"] = Holding(["/app/web", "/app/jobs"])


def _hold_much(accounts: Accounts) -> None:
    """Return ten log groups to every profile and region, and to one more than a page of all."""
    for profile in PROFILES:
        for region in REGIONS:
            accounts.holdings[_key(profile), region] = Holding(
                _names(f"/{profile}/{region}/", 10), _names("site-", 2), _names("site:", 3)
            )
    accounts.holdings[LARGEST] = Holding(
        _names("/much/", 60), _names("site-", 101), _names("site:", 201)
    )


def _names(prefix: str, number: int) -> list[str]:
    return [f"{prefix}{each}" for each in range(number)]


def _key(profile: str) -> str:
    return f"KEY{profile.upper()}"


def _settled(requests: Iterable[Request]) -> list[Request]:
    """Put requests that differ only in their bodies in one order: `parallel for` leaves it open."""
    return [
        request
        for _, alike in groupby(requests, key=lambda request: request[:3])
        for request in sorted(alike, key=lambda request: json.dumps(request[3]))
    ]
