"""Record what a fresh `aws` makes of the lines of the corpus, once for each version.

    python -m tests.law.record [--anew | --slowly] [PART]

writes `recorded/VERSION.json` for the AWS CLI of this Python: fingerprints of what must be the
same, of lines that it has none of, or of all `--anew`. `--slowly` starts a Python for each line,
as a user's shell does, and prints those that come out otherwise than recorded. PART prints what
the lines do that have it in their text, instead.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import awscli

from tests.aws.batch import Ran, fresh
from tests.aws.recorder import Recorder
from tests.law.corpus_line import CorpusLine, corpus
from tests.law.fresh_process import FreshProcesses
from tests.law.stage import LED, environment, set_up, staged
from tests.law.steady import Steady, steady

_RECORDED = Path(__file__).parent / "recorded"

Prints = dict[str, list[str]]
"""The fingerprints of lines, by their keys."""


class Fresh:
    """Runs lines of the corpus in a fresh `aws`, each in a folder put in order for it."""

    def __init__(
        self, run: Callable[[Sequence[str]], Ran], recorder: Recorder, folder: Path
    ) -> None:
        self._run = run
        self._recorder = recorder
        self._folder = folder

    def run(self, line: CorpusLine) -> Steady:
        """Run one line."""
        set_up(self._folder)
        requests = self._recorder.requests
        requests.clear()
        self._recorder.answer = lambda _: line.answer(len(requests) - 1)
        ran = self._run(line.words(self._recorder.url, led=LED))
        return steady(line, ran, requests, self._recorder.url, self._folder)


def recorded() -> Prints:
    """Return what was recorded of the version that is installed, or of the one before it."""
    installed = _number(awscli.__version__)
    files = {_number(file.stem): file for file in _RECORDED.glob("*.json")}
    before = [number for number in files if number[0] == installed[0] and number <= installed]
    if not before:
        return {}
    prints: Prints = json.loads(files[max(before)].read_text())
    return prints


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3])


def _record(lines: Sequence[CorpusLine], *, slowly: bool) -> Iterator[tuple[CorpusLine, Steady]]:
    with TemporaryDirectory() as name, staged(folder := Path(name)) as recorder:
        given = environment(folder, recorder.url)
        with closing(FreshProcesses(given, folder)) as quick:

            def slow(words: Sequence[str]) -> Ran:
                return fresh(words, environment=given, folder=folder)

            aws = Fresh(slow if slowly else quick.run, recorder, folder)
            for line in lines:
                yield line, aws.run(line)


def _file() -> Path:
    return _RECORDED / f"{awscli.__version__}.json"


def _write(prints: Prints) -> None:
    rows = ",\n".join(f'"{key}": {json.dumps(found)}' for key, found in sorted(prints.items()))
    _file().write_text(f"{{\n{rows}\n}}\n")


def _add(lines: Sequence[CorpusLine], before: Prints) -> None:
    """Write what was recorded before of lines that are still there, and what the others do."""
    prints = {line.key: before[line.key] for line in lines if line.key in before}
    missing = [line for line in lines if line.key not in before]
    for line, made in _record(missing, slowly=False):
        prints[line.key] = [*made.prints]
        # It takes minutes, and may be ended.
        _write(prints)


def main(words: Sequence[str]) -> None:
    """Do what the words ask for."""
    options = {word for word in words if word in ("--anew", "--slowly")}
    parts = [word for word in words if word not in options]
    lines = [line for line in corpus(led=LED) if all(part in line.text for part in parts)]
    before: Prints = json.loads(_file().read_text()) if _file().exists() else {}
    if not (parts or "--slowly" in options):
        _add(lines, {} if "--anew" in options else before)
        return
    for line, made in _record(lines, slowly="--slowly" in options):
        if parts or [*made.prints] != before.get(line.key):
            sys.stdout.write(f"{line.text}\n{made.text}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
