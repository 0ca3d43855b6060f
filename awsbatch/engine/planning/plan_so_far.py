"""What was planned so far in a run that changes nothing."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import PlannedStep, Planner
from awsbatch.contract.signer import Signer, UnknownSigner
from awsbatch.contract.word import Word, is_unknown, text_of
from awsbatch.expression.functions.local_text import local_path

_FLAG = "--no-"
"""What options begin with that take no value; others have names of which nobody knows it here."""
_NO_FILES = ("-", "s3://")
_PREFIXES = ("file://", "fileb://")


class PlanSoFar:
    """The plan of a run; there is none where commands are really run.

    Walks take their steps under one lock, so one at a time uses it.
    """

    def __init__(self, planner: Planner) -> None:
        self.planner = planner
        """Asked for what a command would do that nobody can run."""
        self.has_change = False
        """Whether anything was planned that other commands could see the effect of."""
        self._files: set[Path] = set()
        """The files that may be other ones by now, or directories with such."""
        self._any_file = False
        """Whether any file may be, since the name of one is not known."""

    def lacks(self, words: Sequence[Word], signer: Signer | UnknownSigner | None) -> bool:
        """Return whether a command cannot be run, since something is not known that it needs."""
        if isinstance(signer, UnknownSigner) or any(map(is_unknown, words)):
            return True
        return bool(self._any_file or self._files) and any(map(self._is_lacking, words))

    def note(self, step: PlannedStep) -> None:
        """Take note of what a command would do."""
        if not step.effect.stays:
            return
        is_local = step.effect is Effect.LOCAL_WRITES
        self.has_change |= not is_local
        # Such as the file for the answer of `lambda invoke`, which changes something as well.
        self.write(each for each in _positional(step.words) if is_local or not is_unknown(each))
        if is_local:
            self.write(each for each in step.words[2:] if not is_unknown(each))

    def write(self, paths: Iterable[Word]) -> None:
        """Take note that files would be written, if these words are names of any."""
        for path in paths:
            text = text_of(path)
            if text.startswith(_NO_FILES):
                continue
            if is_unknown(path):
                self._any_file = True
            else:
                self._files.add(local_path(text).resolve())

    def would_write(self, file: Path) -> bool:
        """Return whether a file may be another one by now, if the plan were carried out."""
        if self._any_file or not self._files:
            return self._any_file
        path = file.resolve()
        return any(each in self._files for each in (path, *path.parents))

    def _is_lacking(self, word: Word) -> bool:
        """Return whether a word names a file to be read that would be written before."""
        text = text_of(word)
        return any(
            text.startswith(prefix) and self.would_write(local_path(text[len(prefix) :]))
            for prefix in _PREFIXES
        )


def _positional(words: Sequence[Word]) -> Iterable[Word]:
    """Return the words after service and operation that are neither options nor their values."""
    for before, word in pairwise(words[1:]):
        option = text_of(before)
        if not option.startswith("--") or option.startswith(_FLAG):
            yield word
