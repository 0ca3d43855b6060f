"""Secrets that only their place in a word tells from other text."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from awsbatch.contract.mask import Masked
from awsbatch.contract.word import Data, Piece, Word, text_of
from awsbatch.redaction.book import Book
from awsbatch.redaction.stars import MASK

Mask: TypeAlias = Callable[[Sequence[Word]], Masked]
"""As `CommandRunner.masked`."""

_MASKED = Data(MASK)


def without(words: Sequence[Word], secrets: Book) -> Sequence[Word]:
    """Return words with a mask for each value within a larger word that is such a secret."""
    return [_word(word, secrets) for word in words] if secrets.has_weak() else words


def has(words: Sequence[Word], secrets: Book) -> bool:
    """Return whether a value in words is such a secret."""
    return any(
        isinstance(piece, Data) and secrets.is_weak(piece.text) for word in words for piece in word
    )


def masked(words: Sequence[Word], secrets: Book, mask: Mask) -> Masked:
    """Return a command as it may be shown; others may quote words of it that have such secrets."""
    shown = without(words, secrets)
    found = mask(shown)
    if shown is words:
        return found
    quoted = (text_of(word) for word, other in zip(words, shown, strict=True) if word != other)
    return replace(
        found,
        secrets=(*filter(_is_told, found.secrets), *quoted),
        sure=(*filter(_is_told, found.sure),),
    )


def _word(word: Word, secrets: Book) -> Word:
    return word if len(word) == 1 else tuple(_piece(each, secrets) for each in word)


def _piece(piece: Piece, secrets: Book) -> Piece:
    return _MASKED if isinstance(piece, Data) and secrets.is_weak(piece.text) else piece


def _is_told(value: str) -> bool:
    return value != MASK
