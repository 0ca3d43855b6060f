"""A catalog that needs no AWS CLI."""

from collections.abc import Sequence

from awsbatch.contract.answer import NOT_KNOWN, Answered
from awsbatch.contract.effect import Effect
from awsbatch.contract.finding import Finding
from awsbatch.contract.word import HoledWord, Word


class FakeCatalog:
    """Finds the same in every command, and remembers what it was asked."""

    def __init__(self, *findings: Finding, answered: Answered = NOT_KNOWN) -> None:
        self._findings = list(findings)
        self._answered = answered
        self.words: list[list[HoledWord]] = []
        self.ignored: list[list[str]] = []
        self.asked: list[list[HoledWord]] = []
        """The commands whose answer was asked for."""

    def check(self, words: Sequence[HoledWord], *, ignored: Sequence[str] = ()) -> list[Finding]:
        self.words.append([*words])
        self.ignored.append([*ignored])
        return self._findings

    def answer(self, words: Sequence[HoledWord], *, captured: bool) -> Answered:
        del captured
        self.asked.append([*words])
        return self._answered

    def effect(self, _words: Sequence[Word]) -> Effect:
        return Effect.READS
