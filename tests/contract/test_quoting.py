import shutil
import subprocess
from collections.abc import Callable

import pytest

from awsbatch.contract import quoting


@pytest.mark.parametrize(
    ("argv", "line"),
    [
        (["aws", "s3", "ls"], "aws s3 ls"),
        (["aws", "--query", "a[?b=='c']"], "aws --query 'a[?b=='\"'\"'c'\"'\"']'"),
        (["", "two words", "café", "~"], "'' 'two words' 'café' '~'"),
        (["two\nlines\tand a tab"], "'two\nlines\tand a tab'"),
        (["\x1b[2J it's \\"], "$'\\x1b[2J it\\'s \\\\'"),
        (["a\rb", "caf\udce9"], "$'a\\x0db' $'caf\\xe9'"),
    ],
)
def test_a_command_is_quoted_only_where_it_must_be(argv: list[str], line: str) -> None:
    assert quoting.joined(argv) == line


def test_a_command_can_be_kept_on_one_line() -> None:
    words = ["two\nlines\tand a tab", "a b", "it's\n\x1b\\"]

    assert quoting.on_one_line(words) == r"$'two\nlines\tand a tab' 'a b' $'it\'s\n\x1b\\'"


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize("quoted", [quoting.joined, quoting.on_one_line])
def test_a_shell_reads_every_word_back(quoted: Callable[[list[str]], str]) -> None:
    words = [
        "",
        "a b",
        "it's",
        '"$HOME" `x`',
        "two\nlines",
        "\x1b[2J\r",
        "caf\udce9",
        "\x01f\n2",
        "~",
    ]

    done = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {quoted(words)}"],  # noqa: S607 (any bash will do)
        capture_output=True,
        check=True,
    )

    assert done.stdout.decode(errors="surrogateescape").split("\0")[:-1] == words
