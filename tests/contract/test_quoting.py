import shutil
import subprocess

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


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_a_shell_reads_every_word_back() -> None:
    words = ["", "a b", "it's", '"$HOME" `x`', "two\nlines", "\x1b[2J\r", "caf\udce9", "\x01f", "~"]

    done = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {quoting.joined(words)}"],  # noqa: S607 (any bash will do)
        capture_output=True,
        check=True,
    )

    assert done.stdout.decode(errors="surrogateescape").split("\0")[:-1] == words
