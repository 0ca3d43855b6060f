"""Calls that need a process of their own, whatever they do there."""

from collections.abc import Mapping

import pytest

from awsbatch.exec.call_request import CallRequest
from awsbatch.exec.working.fresh_reason import fresh_reason

FIRST = {"PATH": "/bin", "TZ": "UTC", "LANG": "C.UTF-8"}
WHOLE = 0b1111


def reason(*words: str, mask: int = WHOLE, changes: Mapping[str, str | None] = FIRST) -> str | None:
    environ = {**FIRST, **changes}
    kept = {name: value for name, value in environ.items() if value is not None}
    return fresh_reason(CallRequest(words, kept, 0o022), mask, FIRST)


def test_a_call_like_others_is_made_by_a_worker() -> None:
    others = {"AWS_PROFILE": "one", "COLUMNS": "80", "PATH": ""}
    assert reason("logs", "describe-log-groups", changes=others) is None


@pytest.mark.parametrize("mask", [0b1110, 0b1101, 0b1011])
def test_one_with_a_closed_stream_is_not(mask: int) -> None:
    assert reason("s3", "ls", mask=mask) == "one of its standard streams is closed"


def test_nor_one_whose_folder_cannot_be_opened() -> None:
    assert reason("s3", "ls", mask=0b0111) == "its folder cannot be opened"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TZ", "Asia/Tokyo"),
        ("TZ", None),
        ("LANG", "C"),
        ("LC_ALL", "C"),
        ("PYTHONWARNINGS", "error"),
        ("LD_PRELOAD", "x.so"),
        ("DYLD_LIBRARY_PATH", "x"),
        ("LANGUAGE", "de"),
        ("OPENSSL_CONF", "x"),
    ],
)
def test_nor_one_with_another_variable_that_a_process_reads_once(
    name: str, value: str | None
) -> None:
    assert reason("s3", "ls", changes={name: value}) == f"its `{name}` is another"


@pytest.mark.parametrize("path", ["/dev/fd/63", "/proc/self/fd/3", "/proc/self/environ"])
def test_nor_one_that_names_a_file_that_is_open_only_there(path: str) -> None:
    why = "it names an open file that only its own process has"
    assert reason("s3", "cp", path, "s3://bucket/key") == why
    assert reason("logs", "create-log-group", "--cli-input-json", f"file://{path}") == why
    assert reason("s3", "ls", changes={"AWS_CONFIG_FILE": path}) == why


@pytest.mark.parametrize(
    "path", ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/1", "/proc/1/fd/9", "/dev/fd/1.txt"]
)
def test_the_three_that_are_handed_over_may_be_named(path: str) -> None:
    assert reason("s3", "cp", path, "s3://bucket/key") is None
