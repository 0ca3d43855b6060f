"""Run the lines of the corpus in this process, and print what is not as in a fresh `aws`.

    python -m tests.law.replay [--alone] [--verbatim] [--every=N] [PART]

Each line runs after all those before it, and then eight at a time in another order; `--alone`
instead gives each a runner that has run nothing. PART takes the lines with it in their text, and
`--every=N` one of so many. What is expected was recorded by `tests.law.record`; where that differs,
as it may after an upgrade, or is not there, a fresh `aws` is run to tell, which takes a second.
"""

import difflib
import os
import random
import shlex
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

# Before anything else of the AWS CLI.
from awsbatch.aws.in_process_runner import InProcessRunner  # isort: skip
from tests.aws.batch import Batch, Ran, fresh
from tests.aws.crowd import crowd
from tests.aws.recorder import Recorded, Recorder
from tests.law.corpus_line import CorpusLine, selected
from tests.law.record import Fresh, recorded
from tests.law.stage import LED, environment, set_up, staged
from tests.law.steady import Steady, fingerprint, request, steady

_JOBS = 8
_ROOT = Path(__file__).parent.parent.parent


class Replay:
    """Runs lines of the corpus in this process, which is in the stage's folder."""

    def __init__(self, recorder: Recorder, *, verbatim: bool) -> None:
        self._recorder = recorder
        self._verbatim = verbatim
        self._expected = recorded()
        self._answers: dict[str, set[tuple[int, bytes]]] = defaultdict(set)
        self.accepted: dict[CorpusLine, Steady] = {}
        """What lines did, where it was as in a fresh `aws`."""

    def after_others(self, lines: Sequence[CorpusLine], *, alone: bool) -> Iterator[str]:
        """Run the lines one after the other, each `alone` in a runner; yield the differences."""
        with InProcessRunner(verbatim=self._verbatim) as runner:
            for line in lines:
                if alone:
                    with InProcessRunner(verbatim=self._verbatim) as own:
                        found = self._run(own, line)
                else:
                    found = self._run(runner, line)
                if line.changes:
                    set_up(Path.cwd())
                yield from self._differences(line, found)

    def beside_others(self, lines: Sequence[CorpusLine]) -> Iterator[str]:
        """Run the lines at once, as far as their requests tell them apart; yield differences."""
        set_up(Path.cwd())
        chosen = [line for line in lines if line in self.accepted and self._is_apart(line)]
        # The same on each run, and not their order.
        random.Random(len(chosen)).shuffle(chosen)  # noqa: S311 (not a secret)
        self._recorder.requests.clear()
        self._recorder.answer = self._answer
        with InProcessRunner(verbatim=self._verbatim) as runner:
            done = crowd(runner, [self._text(line) for line in chosen], threads=_JOBS)
        for line, one in zip(chosen, done, strict=True):
            found = self._steady(line, one.ran, ())
            wanted = self.accepted[line]
            if found.prints[0] != wanted.prints[0]:
                yield _difference(f"beside others: {line.text}", wanted, found)
        yield from self._stray(chosen)

    def _run(self, runner: InProcessRunner, line: CorpusLine) -> Steady:
        requests = self._recorder.requests
        requests.clear()
        self._recorder.answer = lambda _: line.answer(len(requests) - 1)
        ran = Batch(runner).run(self._text(line))
        for number, each in enumerate(requests):
            self._answers[self._print(each)].add(line.answer(number))
        return self._steady(line, ran, requests)

    def _differences(self, line: CorpusLine, found: Steady) -> Iterator[str]:
        if [*found.prints] != self._expected.get(line.key):
            wanted = self._fresh().run(line)
            if line.changes:
                set_up(Path.cwd())
            if found.prints != wanted.prints:
                yield _difference(line.text, wanted, found)
                return
        self.accepted[line] = found

    def _fresh(self) -> Fresh:
        return Fresh(fresh, self._recorder, Path.cwd())

    def _stray(self, lines: Sequence[CorpusLine]) -> Iterator[str]:
        wanted = Counter(each for line in lines for each in self.accepted[line].requests)
        found = Counter(request(each, self._recorder.url) for each in self._recorder.requests)
        for text in found - wanted:
            yield f"beside others, nobody's request:\n{text}"
        for text in wanted - found:
            yield f"beside others, not sent:\n{text}"

    def _is_apart(self, line: CorpusLine) -> bool:
        sent = self.accepted[line].requests
        return not line.changes and all(len(self._answers[fingerprint(one)]) == 1 for one in sent)

    def _answer(self, sent: Recorded) -> tuple[int, bytes]:
        # Of one nobody sends otherwise: it is told of, whatever the answer.
        return next(iter(self._answers.get(self._print(sent), ())), (200, b"{}"))

    def _print(self, sent: Recorded) -> str:
        return fingerprint(request(sent, self._recorder.url))

    def _steady(self, line: CorpusLine, ran: Ran, requests: Sequence[Recorded]) -> Steady:
        return steady(line, ran, requests, self._recorder.url, Path.cwd())

    def _text(self, line: CorpusLine) -> str:
        return shlex.join(line.words(self._recorder.url, led=LED))


def _difference(title: str, wanted: Steady, found: Steady) -> str:
    texts = (wanted.text.splitlines(), found.text.splitlines())
    return "\n".join([title, *difflib.unified_diff(*texts, "aws", "awsbatch", lineterm="", n=1)])


def _replay(words: Sequence[str]) -> int:
    options = {word for word in words if word.startswith("--")}
    lines = selected(words, led=LED)
    os.chdir(Path.home())
    with staged(Path.cwd()) as recorder:
        os.environ["AWS_ENDPOINT_URL"] = recorder.url
        replay = Replay(recorder, verbatim="--verbatim" in options)
        status = _tell(replay.after_others(lines, alone="--alone" in options))
        if "--alone" not in options:
            status |= _tell(replay.beside_others(lines))
    return status


def _tell(differences: Iterator[str]) -> int:
    """Print differences as they are found; return the exit status."""
    status = 0
    for one in differences:
        sys.stdout.write(f"{one}\n\n")
        sys.stdout.flush()
        status = 1
    return status


def replay(words: Sequence[str], stdout: int | None = None) -> subprocess.CompletedProcess[str]:
    """Do it in a process that has the stage's environment from the start."""
    with tempfile.TemporaryDirectory() as folder:
        # The AWS CLI looks for the user's aliases when it is imported.
        return subprocess.run(
            [sys.executable, "-m", "tests.law.replay", "--on-stage", *words],
            env=environment(Path(folder), ""),
            cwd=_ROOT,
            stdout=stdout,
            text=True,
            check=False,
        )


if __name__ == "__main__":
    if "--on-stage" in sys.argv:
        sys.exit(_replay(sys.argv[1:]))
    sys.exit(replay(sys.argv[1:]).returncode)
