"""The values of a run that nothing of awsbatch's own may show."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeAlias, overload

from awsbatch.contract.mask import MASK, Masked
from awsbatch.contract.outcome import Failure, Partial
from awsbatch.contract.word import Data
from awsbatch.contract.word import Word as CommandWord
from awsbatch.engine.substitution import as_written
from awsbatch.fault.error import AwsbatchError
from awsbatch.language.model import Word

_FEWEST = 8
"""How many characters a secret has: emulators take `test`, which other words have in them."""

_Mask: TypeAlias = Callable[[Sequence[CommandWord]], Masked]


class Secrets:
    """The values that are known to be secret so far; they stay so until the run ends."""

    def __init__(self, mask: _Mask) -> None:
        """Begin without any; `mask` is as `CommandRunner.masked`."""
        self._mask = mask
        self._values: set[str] = set()

    def add(self, values: Iterable[str | None]) -> None:
        """Keep values out of what is shown from now on; None, or a short stand-in, is none."""
        self._values.update(value for value in values if value and len(value) >= _FEWEST)

    def of(self, words: Sequence[CommandWord]) -> Masked:
        """Return the words of a command as they may be shown."""
        found = self._mask(words)
        return replace(found, words=tuple(map(self.masked, found.words)))

    def masked(self, text: str) -> str:
        """Return a text with a mask in the place of each secret."""
        # The longest first: a secret may be a part of another. A copy: threads that show a
        # command add to them.
        for value in sorted(self._values.copy(), key=len, reverse=True):
            text = text.replace(value, MASK)
        return text

    def mask(self, error: AwsbatchError) -> None:
        """Mask the secrets in the message of an error."""
        if self._values:
            error.message = self.masked(error.message)
            error.args = (error.message,)


class ShownWords(Sequence[str]):
    """`aws` and the words of a command, as they may be shown; empty where there is no command.

    What is secret among them is found out when they are first looked at, so
    that a command which nothing shows costs nothing.
    """

    def __init__(self, words: Sequence[CommandWord], secrets: Secrets) -> None:
        self._words = words
        self._secrets = secrets

    def hidden(self, text: str) -> str:
        """Return a message about the command with a mask in the place of each secret."""
        for value in sorted(self._masked.secrets, key=len, reverse=True):
            # Not within other words, since it may be as short as a digit.
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", MASK, text)
        return self._secrets.masked(text)

    def failure(self, failure: Failure) -> Failure:
        """Return why the command failed, as it may be shown."""
        return replace(failure, message=self.hidden(failure.message))

    def partial(self, partial: Partial) -> Partial:
        """Return what the command could not do, as it may be shown."""
        return replace(partial, examples=tuple(map(self.hidden, partial.examples)))

    @cached_property
    def _masked(self) -> Masked:
        masked = self._secrets.of(self._words)
        self._secrets.add(masked.sure)
        return masked

    @cached_property
    def _shown(self) -> tuple[str, ...]:
        return ("aws", *self._masked.words) if self._words else ()

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


class WrittenWords(ShownWords):
    """`aws` and the words of a command that was not started: its placeholders as they are written.

    What a placeholder stands for is not known, so that none has to be masked.
    """

    def __init__(self, words: Sequence[Word], secrets: Secrets) -> None:
        written = as_written(words)
        self._open = {at: written[at] for at, word in enumerate(words) if word.placeholder}
        super().__init__(
            # Each placeholder is a value to whoever reads the options.
            [(Data(text),) if at in self._open else (text,) for at, text in enumerate(written)],
            secrets,
        )

    @cached_property
    def _masked(self) -> Masked:
        masked = self._secrets.of(self._words)
        words = (self._open.get(at, word) for at, word in enumerate(masked.words))
        return replace(masked, words=tuple(words), secrets=())
