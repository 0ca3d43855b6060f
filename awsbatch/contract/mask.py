"""What may be shown of a command that has secrets among its values."""

from collections.abc import Sequence

from awsbatch.contract.word import Word, text_of
from awsbatch.record import record
from awsbatch.redaction.stars import MASK


@record
class Masked:
    """The words of a command as they may be shown."""

    words: tuple[str, ...]
    """As many as the command has, each with a mask in the place of a secret."""
    secrets: tuple[str, ...] = ()
    """The values that the masks stand for."""
    sure: tuple[str, ...] = ()
    """Those among them that are secret wherever else they stand, such as a password."""
    is_open: bool = False
    """Whether no command with the same options has a secret because of where it stands."""


def all_masked(words: Sequence[Word]) -> Masked:
    """Return a command of which nobody knows what is secret: its names, and its values masked."""
    return Masked(tuple(_name(text_of(word), at) for at, word in enumerate(words)))


def _name(word: str, at: int) -> str:
    if word.startswith("--"):
        name, equals, _ = word.partition("=")
        return f"{name}{equals}{MASK if equals else ''}"
    # A service and its operation.
    return word if at <= 1 else MASK
