"""What was planned so far in a run that changes nothing."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import PlannedStep, Planner
from awsbatch.contract.signer import Signer, UnknownSigner
from awsbatch.contract.word import Word, is_unknown, text_of
from awsbatch.engine.planning.planned_files import PlannedFiles

_FLAG = "--no-"
"""What options begin with that take no value; others have names of which nobody knows it here."""


class PlanSoFar:
    """The plan of a run; there is none where commands are really run.

    Walks take their steps under one lock, so one at a time uses it.
    """

    def __init__(self, planner: Planner) -> None:
        self.planner = planner
        """Asked for what a command would do that nobody can run."""
        self.has_change = False
        """Whether anything was planned that other commands could see the effect of."""
        self.files = PlannedFiles()

    def lacks(self, words: Sequence[Word], signer: Signer | UnknownSigner | None) -> bool:
        """Return whether a command cannot be run, since something is not known that it needs."""
        return (
            isinstance(signer, UnknownSigner)
            or any(map(is_unknown, words))
            or self.files.has_any_of(words)
        )

    def note(self, step: PlannedStep) -> None:
        """Take note of what a command would do."""
        if not step.effect.stays:
            return
        last = [*_positional(step.words)][-1:]
        if step.effect is Effect.LOCAL_WRITES:
            self.files.add([*last, *(word for word in step.words[2:] if not is_unknown(word))])
        else:
            self.has_change = True
            # Such as the file for the answer of `lambda invoke`, which changes something as well.
            self.files.add(word for word in last if not is_unknown(word))


def _positional(words: Sequence[Word]) -> Iterator[Word]:
    """Yield the words after service and operation that are neither options nor their values."""
    for before, word in pairwise(words[1:]):
        option = text_of(before)
        if not option.startswith("--") or option.startswith(_FLAG):
            yield word
