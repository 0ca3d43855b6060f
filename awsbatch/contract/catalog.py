"""What commands and options there are, for whoever checks a command without running it."""

from collections.abc import Sequence
from typing import Protocol

from awsbatch.contract.answer import Answered
from awsbatch.contract.effect import Effect
from awsbatch.contract.finding import Finding
from awsbatch.contract.word import HoledWord, Word


class Catalog(Protocol):
    """The commands and options that an AWS CLI has."""

    def check(self, words: Sequence[HoledWord], *, ignored: Sequence[str] = ()) -> list[Finding]:
        """Return what is wrong with a command, in the order of its words.

        The words are those after `aws`; `ignored` are error codes that are to
        count as success. Nothing is sent and no credentials are looked for. A
        command that the AWS CLI would send has warnings at most.
        """

    def answer(self, words: Sequence[HoledWord], *, captured: bool) -> Answered:
        """Return what a command answers with, as far as it is known before it runs.

        A captured answer is of all pages; another one can be printed page by page.
        """

    def effect(self, words: Sequence[Word]) -> Effect:
        """Return what a command does to the world, judged by its words before it runs."""
