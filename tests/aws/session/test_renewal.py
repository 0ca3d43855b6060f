"""Credentials that a fresh `aws` would find otherwise than the call before it."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from awsbatch.aws.plain_runner import PlainRunner
from awsbatch.aws.session.renewal import Renewal
from awsbatch.aws.surroundings import surroundings
from tests.aws.plain_batch import PlainBatch
from tests.aws.recorder import Recorded, Recorder
from tests.aws.session.sts import Sts, arn

LINE = "logs describe-log-groups"
EXPIRED = b'{"__type": "ExpiredTokenException", "message": "expired"}'


@pytest.fixture(autouse=True)
def _no_keys(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    del recorder
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)


@pytest.fixture
def batch() -> Iterator[PlainBatch]:
    """Provide a runner that stands in for a fresh `aws` at each call."""
    with PlainRunner(surroundings=surroundings) as runner:
        yield PlainBatch(runner)


def _keys(batch: PlainBatch, recorder: Recorder, times: int) -> list[str | None]:
    """Return the keys that so many calls are signed with."""
    before = len(recorder.requests)
    for _ in range(times):
        batch.run(LINE)
    return [each.key for each in recorder.requests[before:] if each.service == "logs"]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Provide a `credential_process` that gives another key each time, and `end`, if there is."""
    program = tmp_path / "program"
    program.write_text(
        f"""#!/bin/sh
echo called >>{tmp_path}/calls
number=$(wc -l <{tmp_path}/calls | tr -d ' ')
end=$(cat {tmp_path}/end 2>/dev/null)
echo '{{"Version": 1, "SecretAccessKey": "s"'"$end, \\"AccessKeyId\\": \\"KEY$number\\"}}"
"""
    )
    program.chmod(0o755)
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(f"[default]\ncredential_process = {program}\n")
    return program


def _give_end(program: Path) -> None:
    end = datetime.now(timezone.utc) + timedelta(hours=2)
    (program.parent / "end").write_text(f', "Expiration": "{end.isoformat()}"')


def test_a_program_that_gives_no_end_is_asked_for_each_call(
    batch: PlainBatch, recorder: Recorder, program: Path
) -> None:
    assert _keys(batch, recorder, 3) == ["KEY1", "KEY2", "KEY3"]
    assert (program.parent / "calls").read_text().count("called") == 3


def test_one_that_gives_an_end_is_asked_once(
    batch: PlainBatch, recorder: Recorder, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _give_end(program)
    assert _keys(batch, recorder, 2) == ["KEY1"] * 2
    for name in ("_", "SHLVL", "OLDPWD"):
        monkeypatch.setenv(name, "7")
    assert _keys(batch, recorder, 1) == ["KEY1"]


def test_a_program_that_would_see_another_environment_or_folder_is_asked_again(
    batch: PlainBatch,
    recorder: Recorder,
    program: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _give_end(program)
    assert _keys(batch, recorder, 1) == ["KEY1"]
    monkeypatch.setenv("VAULT", "other")
    assert _keys(batch, recorder, 2) == ["KEY2"] * 2
    monkeypatch.chdir(tmp_path)
    assert _keys(batch, recorder, 2) == ["KEY3"] * 2


def test_what_a_call_failed_for_is_found_anew_by_the_next(
    batch: PlainBatch, recorder: Recorder, program: Path
) -> None:
    _give_end(program)
    recorder.answer = lambda sent: (400, EXPIRED) if sent.key == "KEY1" else (200, b"{}")
    assert _keys(batch, recorder, 3) == ["KEY1", "KEY2", "KEY2"]


def test_any_other_failure_lets_them_be(
    batch: PlainBatch, recorder: Recorder, program: Path
) -> None:
    def answer(_: Recorded) -> tuple[int, bytes]:
        return 400, b'{"__type": "AccessDeniedException", "message": "no"}'

    _give_end(program)
    recorder.answer = answer
    assert _keys(batch, recorder, 2) == ["KEY1"] * 2


def test_where_there_were_none_the_next_call_looks_again(
    batch: PlainBatch, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    boto = tmp_path / "boto"
    monkeypatch.setenv("BOTO_CONFIG", str(boto))
    assert batch.run(LINE).exit_status != 0
    for key in ("KEYONE", "KEYTWO"):
        boto.write_text(f"[Credentials]\naws_access_key_id = {key}\naws_secret_access_key = s\n")
        assert _keys(batch, recorder, 1) == [key]


@pytest.fixture
def sts(recorder: Recorder) -> Sts:
    Path(os.environ["AWS_CONFIG_FILE"]).write_text(
        f"[default]\nrole_arn = {arn(1)}\nsource_profile = source\n"
        "[profile source]\naws_access_key_id = KEYSOURCE\naws_secret_access_key = s\n"
    )
    return Sts(recorder)


def test_a_role_is_assumed_again_once_the_cache_of_the_aws_cli_is_gone(
    batch: PlainBatch, recorder: Recorder, sts: Sts
) -> None:
    _keys(batch, recorder, 3)
    assert len(sts.asked) == 1
    cache = Path.home() / ".aws" / "cli" / "cache"
    assert [*cache.iterdir()]
    shutil.rmtree(cache)
    _keys(batch, recorder, 3)
    assert len(sts.asked) == 2


def test_an_assumed_role_is_looked_for_in_the_cache_of_its_own_home(
    batch: PlainBatch,
    recorder: Recorder,
    sts: Sts,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for name in ("one", "two", "one", "two"):
        monkeypatch.setenv("HOME", str(tmp_path / name))
        _keys(batch, recorder, 1)
        assert (tmp_path / name / ".aws" / "cli" / "cache").is_dir()
    assert len(sts.asked) == 2


def test_another_login_is_noticed_and_other_files_are_not(
    batch: PlainBatch, recorder: Recorder, sts: Sts
) -> None:
    _keys(batch, recorder, 2)
    assert len(sts.asked) == 1
    (generation,) = batch.pool._generation.all
    (before,) = generation.shared.credentials.found
    folder = Path.home() / ".aws" / "sso" / "cache"
    folder.mkdir(parents=True)
    (folder / "notes").touch()
    _keys(batch, recorder, 1)
    assert generation.shared.credentials.found == [before]
    (folder / "token.json").write_text("{}")
    _keys(batch, recorder, 1)
    assert generation.shared.credentials.found != [before]


def test_keys_of_files_are_kept_whatever_happens_to_caches(
    batch: PlainBatch, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "one")
    _keys(batch, recorder, 1)
    (generation,) = batch.pool._generation.all
    kept = [*generation.shared.clients]
    cache = Path.home() / ".aws" / "cli" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "role.json").write_text("{}")
    _keys(batch, recorder, 1)
    assert [*generation.shared.clients] == kept


def test_a_folder_that_is_gone_is_no_hindrance(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    renewal = Renewal({"default": {"credential_process": "x"}})
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert not renewal.is_due([])
