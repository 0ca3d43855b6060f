"""The command lines of the AWS CLI's own examples, and the words a shell makes of them."""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import awscli

_FOLDER = Path(awscli.__file__).parent / "examples"
_COMMAND = re.compile(r"[ \t]+(?:\$ )?(aws .*)", re.DOTALL)
_QUOTED = re.compile(r"""'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^'"\\]+""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """One command of the examples, over as many lines as it has."""

    where: str
    text: str

    def words(self) -> list[str]:
        """Return its words by shlex, which differs from a shell in two things.

        It neither joins lines nor drops the backslash before `$` and a
        backquote in double quotes. Raise ValueError for an unclosed quote.
        """
        return shlex.split("".join(map(_as_shlex, _QUOTED.findall(self.text))))


def _as_shlex(piece: str) -> str:
    if piece == "\\\n":
        return ""
    if piece.startswith('"'):
        return re.sub(r"\\(?:\n|(?=[$`]))|(\\.)", r"\1", piece, flags=re.DOTALL)
    return piece


@cache
def examples() -> Sequence[Example]:
    """Return all of them, in an order that is the same everywhere."""
    return [*_found()]


def _found() -> Iterator[Example]:
    for path in sorted(_FOLDER.rglob("*.rst")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for index, line in enumerate(lines):
            match = _COMMAND.fullmatch(line)
            if match is not None:
                text = _whole(match[1], lines[index + 1 :])
                yield Example(f"{path.relative_to(_FOLDER)}:{index + 1}", text)


def _whole(first: str, following: list[str]) -> str:
    """Add the lines that quotes and backslashes join to the first."""
    text = first
    for line in following:
        if not _goes_on(text):
            break
        text = f"{text}\n{line}"
    return text


def _goes_on(text: str) -> bool:
    rest = _QUOTED.sub("", text)
    return bool(rest)
