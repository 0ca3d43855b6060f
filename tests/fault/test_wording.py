import errno
import os

import pytest

from awsbatch.fault.wording import counted, listed, quoted, reason, uncapitalized


def test_a_name_is_shown_in_backquotes() -> None:
    assert quoted("--region") == "`--region`"


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["a"], "`a`"),
        (["a", "b"], "`a` or `b`"),
        (["a", "b", "c"], "`a`, `b` or `c`"),
    ],
)
def test_names_are_listed_as_in_a_sentence(names: list[str], shown: str) -> None:
    assert listed(names, "or") == shown


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0 rounds"), (1, "1 round"), (2, "2 rounds"), (1000, "1000 rounds")]
)
def test_only_one_is_counted_in_the_singular(number: int, shown: str) -> None:
    assert counted(number, "round") == shown


@pytest.mark.parametrize(
    ("message", "part"),
    [
        ("Expecting value", "expecting value"),
        ("Unknown name.", "unknown name"),
        ("`X` is not known", "`X` is not known"),
        ("", ""),
    ],
)
def test_a_message_of_another_program_becomes_a_part_of_ours(message: str, part: str) -> None:
    assert uncapitalized(message) == part


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (OSError(errno.EISDIR, os.strerror(errno.EISDIR), "file"), "is a directory"),
        (OSError("Not so"), "not so"),
        (OSError(), "oserror"),
        (ValueError("embedded null byte"), "embedded null byte"),
    ],
)
def test_there_is_always_a_reason(error: OSError | ValueError, shown: str) -> None:
    assert reason(error) == shown
