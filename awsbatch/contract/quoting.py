"""Commands as lines that can be pasted into a shell."""

import re
import shlex
from collections.abc import Iterable

_PLAIN = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-\0"
_is_plain = re.compile(r"[a-zA-Z0-9_@%+=:,./ -]*", re.ASCII).fullmatch
_ESCAPES = {ord("\t"): "\\t", ord("\n"): "\\n"}


def joined(argv: Iterable[str]) -> str:
    """Return the words with spaces between them, each quoted if a shell needs that."""
    return " ".join(map(_quoted, argv))


def on_one_line(argv: Iterable[str]) -> str:
    """Return the words as `joined` does, but with line endings and tabs escaped as well.

    At a prompt, a tab that is pasted may complete a file name.
    """
    words = [*argv]
    line = " ".join(words)
    # Nearly all commands are plain, and a log has each of them.
    if _is_plain(line) and line.count(" ") == len(words) - 1 and "" not in words:
        return line
    return " ".join(
        shlex.quote(word) if word.isprintable() else _escaped_whole(word) for word in words
    )


def plain_line(words: str) -> str | None:
    """Return what `on_one_line` does of `aws` and words with nulls between, if all are plain."""
    # An empty word is to be quoted.
    if not words.isascii() or words.encode().translate(None, _PLAIN) or "\0\0" in f"\0{words}\0":
        return None
    return "aws " + words.replace("\0", " ")


def _quoted(word: str) -> str:
    if all(map(_shows, word)):
        return shlex.quote(word)
    # Escaped, since a value could move the cursor of the terminal that shows it.
    return _escaped_whole(word)


def _escaped_whole(word: str) -> str:
    return f"$'{''.join(map(_escaped, word)).translate(_ESCAPES)}'"


def _shows(character: str) -> bool:
    return character.isprintable() or character in "\t\n"


def _escaped(character: str) -> str:
    if character in "\\'":
        return f"\\{character}"
    if _shows(character):
        return character
    return "".join(f"\\x{byte:02x}" for byte in _bytes(character))


def _bytes(character: str) -> bytes:
    try:
        return character.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        return character.encode(errors="replace")
