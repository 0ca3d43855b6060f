"""A command as awsbatch shows it: its words, and what is told of it, without its secrets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import overload

from awsbatch.contract.mask import Masked
from awsbatch.contract.outcome import Failure, Partial
from awsbatch.contract.word import Data, Unknown, text_of
from awsbatch.contract.word import Word as CommandWord
from awsbatch.engine.command_mask import CommandMask
from awsbatch.engine.defaults_in_force import DefaultsInForce
from awsbatch.engine.substitution import as_written, source_of
from awsbatch.expression.expression import Expression
from awsbatch.language.model import Placeholder, Word
from awsbatch.redaction.stars import MASK

# After it, no word is an option, so that defaults stand before it.
_NO_OPTIONS = ("--",)


class ShownWords(Sequence[str]):
    """`aws` and the words of a command, as they may be shown; empty where there is no command.

    What is secret among them is found out when they are first looked at, so
    that a command which nothing shows costs nothing.
    """

    def __init__(self, words: Sequence[CommandWord], mask: CommandMask) -> None:
        self._words = words
        self._mask = mask
        self._last: tuple[int, tuple[str, ...]] | None = None
        """What was shown last, and how many secrets were known then."""

    def hidden(self, text: str) -> str:
        """Return a message about the command with a mask in the place of each secret."""
        for value in sorted(self._masked.secrets, key=len, reverse=True):
            # Not within other words, since it may be as short as a digit.
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", MASK, text)
        return self._mask.secrets.masked(text)

    def failure(self, failure: Failure) -> Failure:
        """Return why the command failed, as it may be shown."""
        return replace(failure, message=self.hidden(failure.message))

    def partial(self, partial: Partial) -> Partial:
        """Return what the command could not do, as it may be shown."""
        return replace(partial, examples=tuple(map(self.hidden, partial.examples)))

    @cached_property
    def _masked(self) -> Masked:
        return self._mask.of(self._words)

    @property
    def _shown(self) -> tuple[str, ...]:
        if not self._words:
            return ()
        secrets, masked = self._mask.secrets, self._masked
        # Others may have become known since.
        if self._last is None or self._last[0] != secrets.generation:
            self._last = secrets.generation, ("aws", *map(secrets.masked, masked.words))
        return self._last[1]

    def __len__(self) -> int:
        return len(self._words) + 1 if self._words else 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._shown)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        return self._shown[index]

    def __eq__(self, other: object) -> bool:
        return self._shown == (other._shown if isinstance(other, ShownWords) else other)

    def __hash__(self) -> int:
        return hash(self._shown)

    def __repr__(self) -> str:
        return repr(self._shown)


class PlannedWords(ShownWords):
    """`aws` and the words of a command that is not run, since parts of it are not known.

    A placeholder without a value is shown as it is written, whatever it stands for.
    """

    @cached_property
    def _masked(self) -> Masked:
        masked = self._mask.of(self._words, known=False)
        open_ = {at: text_of(word) for at, word in enumerate(self._words) if _is_open(word)}
        words = tuple(open_.get(at, word) for at, word in enumerate(masked.words))
        sure = tuple(each for each in masked.sure if each not in open_.values())
        self._mask.secrets.see(sure)
        secrets = tuple(each for each in masked.secrets if each not in open_.values())
        return Masked(words, secrets, sure)


def _is_open(word: CommandWord) -> bool:
    return len(word) == 1 and isinstance(word[0], Unknown)


def expressions_masked(words: Sequence[Word], mask: CommandMask) -> Iterator[Expression]:
    """Yield the expressions whose values are masked in what is shown of a command."""
    masked = mask.of(_without_values(words), known=False).words
    for word, shown in zip(words, masked, strict=True):
        for part in word.parts:
            if isinstance(part, Placeholder) and source_of(part) not in shown:
                yield part.expression


def _without_values(words: Sequence[Word]) -> list[CommandWord]:
    """Return the words of a command with each placeholder as it is written.

    One that is a whole word is a value to whoever reads the options.
    """
    return [
        (Data(text),) if word.placeholder else (text,)
        for word, text in zip(words, as_written(words), strict=True)
    ]


class WrittenWords(ShownWords):
    """`aws` and the words of a command that was not started: its placeholders as they are written.

    What a placeholder stands for is not known, so that none has to be masked.
    """

    def __init__(
        self, words: Sequence[Word], mask: CommandMask, defaults: DefaultsInForce | None = None
    ) -> None:
        """Take the words, which the defaults follow that the command would have had."""
        shown = _without_values(words)
        self._open = {at: text_of(shown[at]) for at, word in enumerate(words) if word.placeholder}
        if shown and defaults is not None and _NO_OPTIONS not in shown:
            _, shown = defaults.signed(shown)
        super().__init__(shown, mask)

    @cached_property
    def _masked(self) -> Masked:
        masked = self._mask.of(self._words, known=False)
        words = (self._open.get(at, word) for at, word in enumerate(masked.words))
        return replace(masked, words=tuple(words), secrets=())
