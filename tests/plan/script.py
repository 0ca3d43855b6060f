"""Every command file of the examples, the documents and the tests that can run, with its words."""

import re
import shlex
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.documents.block import BLOCKS, ROOT
from tests.documents.test_documents import FILES, SESSIONS

EXAMPLES = ROOT / "examples"
GOLDEN = ROOT / "tests" / "golden"
TERMINAL = ROOT / "tests" / "terminal"

_FLAGS = frozenset({"--sandbox", "--dry-run", "-n", "-v", "-q"})
_VALUED = frozenset({"--now", "--progress", "-P", "-j"})
"""Options that say where, when and how a script is run, but not what it does."""
_MADE_SHORT = {"clean-up.aws": ["profiles=araProfile", 'regions=["us-east-1", "eu-west-1"]']}
"""What examples are given besides, so that they do not take long."""
_TYPED: Mapping[str, Sequence[str]] = {
    "failures/groups.aws": ["--", "absent"],
    "first-steps/group.aws": ["name=web", "days=7"],
    "waiting/lines.aws": ["names=one"],
}
"""What scripts of the terminal need that is typed there."""

# They go on with what they read of what they have made: before that, there is nothing to read.
_READING_THEIR_OWN = frozenset(["run-secret-answers"])


@dataclass(frozen=True)
class Script:
    """Command files that are run one after the other, each by itself."""

    name: str
    runs: Sequence[Sequence[str]]
    """What follows `run`, each time."""
    source: Path | Mapping[str, str]
    """The folder where they are, with what they read; or the text of each."""
    is_run: bool = True
    """Whether it is run after its plan: some wait for ever for what never comes."""

    def __str__(self) -> str:
        return self.name

    @property
    def is_of_plans(self) -> bool:
        """Whether its name tells that it is there for what plans say, or for people to run."""
        return "plan" in self.name or self.name.startswith("examples/")

    @property
    def text(self) -> str:
        """All that its files say."""
        if isinstance(self.source, Path):
            return "".join(file.read_text("utf-8") for file in self.source.rglob("*.aws"))
        return "".join(self.source.values())

    def write(self, folder: Path) -> None:
        """Put all that is needed into a folder."""
        if isinstance(self.source, Path):
            shutil.copytree(self.source, folder, dirs_exist_ok=True)
        else:
            for name, text in self.source.items():
                (folder / name).write_text(text, encoding="utf-8")


def _examples() -> Iterator[Script]:
    """Yield the examples, each as its README says that one may try it."""
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for name, tried in re.findall(
        r"^\| `([^`]*)` .* `[^`]*awsbatch run ([^`]*)` \|$", readme, re.MULTILINE
    ):
        words = [*_telling(shlex.split(tried)), *_MADE_SHORT.get(name, [])]
        runs = [
            *_apart(words, {file: (EXAMPLES / file).read_text("utf-8") for file in _files(words)})
        ]
        yield Script(f"examples/{name}", runs, EXAMPLES)


def _telling(words: Sequence[str]) -> Iterator[str]:
    """Yield the words that say what is done."""
    left = iter(words)
    for word in left:
        if word in _VALUED:
            next(left)
        elif word not in _FLAGS:
            yield word
        if word == "--":
            yield from left


def _files(words: Sequence[str]) -> list[str]:
    return [word for word in words if word.endswith(".aws")]


def _apart(words: Sequence[str], texts: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield each file of several by itself, with those of the words that are for it."""
    files = _files(words)
    for file in files:
        others = [word for word in words if word not in files]
        yield [file, *(word for word in others if len(files) == 1 or _takes(texts[file], word))]


def _takes(text: str, word: str) -> bool:
    """Return whether a word of the command line is for the file of this text."""
    name, equals, _ = word.partition("=")
    return bool(re.search(rf"^input {name}\b", text, re.MULTILINE)) if equals else "args" in text


def _golden() -> Iterator[Script]:
    """Yield the scripts that are run, and those in which the check finds no fault."""
    for case in sorted({script.parent for script in GOLDEN.glob("*/*.aws")}):
        verb, *words = _arguments(case)
        if verb == "run" or (case / "exit_status").read_text() == "0\n":
            runs = [[*_telling(words)]]
            is_run = verb == "run" and case.name not in _READING_THEIR_OWN
            yield Script(f"golden/{case.name}", runs, case, is_run=is_run)


def _arguments(case: Path) -> list[str]:
    file = case / "arguments"
    return shlex.split(file.read_text(encoding="utf-8") if file.exists() else "check script.aws")


def _terminal() -> Iterator[Script]:
    for file in sorted(TERMINAL.glob("*/*.aws")):
        name = f"{file.parent.name}/{file.name}"
        if file.parent.name != "colours":  # It has a fault.
            yield Script(f"terminal/{name}", [[file.name, *_TYPED.get(name, ())]], file.parent)


def _documents() -> Iterator[Script]:
    """Yield the blocks that are run by themselves, and what sessions run."""
    for block in FILES:
        # A command that is given up goes on after its process.
        is_run = "@timeout" not in block.text
        texts = {"block.aws": block.text}
        yield Script(f"documents/{block}", [["block.aws"]], texts, is_run=is_run)
    for session in SESSIONS:
        files = {
            each.file: each.text
            for each in BLOCKS
            if each.document == session.document and each.file
        }
        for typed in re.findall(
            r"^\$ .*awsbatch (?:run|plan) (.*?)(?: 2?>.*|[;|].*)?$", session.text, re.MULTILINE
        ):
            # Options say how, and some files are written in the session itself.
            words = [
                word for word in shlex.split(typed) if word in files or re.match(r"\w+=", word)
            ]
            if words:
                yield Script(f"documents/{session}", [*_apart(words, files)], files)


SCRIPTS = [*_examples(), *_golden(), *_terminal(), *_documents()]
MARKED = [
    pytest.param(script, marks=() if script.is_of_plans or not place % 3 else pytest.mark.law)
    for place, script in enumerate(SCRIPTS)
]
"""The same, of which `make test` leaves out two of three that are not there for plans."""
