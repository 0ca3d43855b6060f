"""The lines that are held against a fresh `aws`, with what AWS answers to each.

`corpus/*.json` has them, each as a string or as a table: `line`; `answers`, the n-th for the n-th
request and the last for all that follow, each a body or a status with one, `{}` if there are none;
`changes`, whether the line changes files that others read, and so is never beside others; `needs`,
a variable that must lead it to the recorder; `loose`, what it writes of the machine and the time,
`stdout` or `stderr`; `writes`, a file that it makes. `http://recorder` is the recorder's address.
"""

import json
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"
RECORDER = "http://recorder"


@dataclass(frozen=True)
class CorpusLine:
    """One line, what it is answered, and what is compared of it."""

    text: str
    answers: tuple[tuple[int, bytes], ...] = ((200, b"{}"),)
    changes: bool = False
    needs: str | None = None
    loose: tuple[str, ...] = ()
    writes: str | None = None

    @property
    def key(self) -> str:
        """What a recording calls it by: another line, or one answered otherwise, has another."""
        return sha256(repr((self.text, self.answers)).encode()).hexdigest()[:10]

    def is_one_of_every(self, number: int) -> bool:
        """Return whether it is one of so many, in no order."""
        return int(self.key, 16) % number == 0

    def words(self, url: str, *, led: bool) -> list[str]:
        """Return its words, with an option that leads it to the recorder unless it is led."""
        option = [] if led else ["--endpoint-url", url]
        return [*option, *(word.replace(RECORDER, url) for word in shlex.split(self.text))]

    def answer(self, number: int) -> tuple[int, bytes]:
        """Return what its request of this number is answered."""
        return self.answers[min(number, len(self.answers) - 1)]


def _answers(given: list[Any]) -> tuple[tuple[int, bytes], ...]:
    pairs = (one if isinstance(one, list) else [200, one] for one in given or ["{}"])
    return tuple((status, body.encode()) for status, body in pairs)


def corpus(*, led: bool) -> Iterator[CorpusLine]:
    """Yield all lines, but for those that nothing leads to the recorder."""
    for file in sorted(CORPUS.glob("*.json")):
        for entry in json.loads(file.read_text(encoding="utf-8")):
            given: dict[str, Any] = {"line": entry} if isinstance(entry, str) else dict(entry)
            answers = _answers(given.pop("answers", []))
            loose = tuple(given.pop("loose", ()))
            line = CorpusLine(given.pop("line"), answers, loose=loose, **given)
            if led or line.needs is None:
                yield line


def selected(words: Sequence[str], *, led: bool) -> list[CorpusLine]:
    """Return the lines that have all words in their text; with `--every=N`, one of so many."""
    parts = [word for word in words if not word.startswith("--")]
    lines = [line for line in corpus(led=led) if all(part in line.text for part in parts)]
    for word in words:
        if word.startswith("--every="):
            lines = [line for line in lines if line.is_one_of_every(int(word.partition("=")[2]))]
    return lines
