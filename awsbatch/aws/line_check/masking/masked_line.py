"""A command whose values are masked one by one, while it is parsed with holes in their places."""

from collections.abc import Iterator, Sequence

from awsbatch.aws.catalog.sensitive import Secrecy
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, filled, has_hole, parseable
from awsbatch.aws.line_check.value.secret_part import FILES, Part
from awsbatch.contract.mask import Masked
from awsbatch.contract.word import Data, Hole, HoledWord, Word, text_of
from awsbatch.redaction.stars import MASK


class MaskedLine:
    """The words of a command, as parsers take them and as they may be shown."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._shown: dict[int, str] = {}
        self._secrets: list[tuple[str, Secrecy]] = []
        self.args = parseable([_holed(word) for word in words])
        """The words with holes in the place of values, but for those that have parts."""

    def mask(self, value: PlaceholderWord, parts: Sequence[Part]) -> None:
        """Mask the secret parts of a value, which are all of its word that are.

        A value that names a file is shown, and the parts are of what is in it.
        """
        if not parts:
            return
        if value.startswith(FILES):
            self._secrets += [(str(part.text), part.secrecy) for part in parts]
            return
        word, texts = str(self.args[value.place]), self._texts(value.place)
        shown, end = "", 0
        for part in sorted(parts, key=lambda part: part.start):
            shown += filled(word[end : value.offset + part.start], texts) + MASK
            end = value.offset + part.end
            written = filled(word[value.offset + part.start : end], texts)
            # Of JSON, the text without its escapes: so AWS has it, and may quote it.
            text = written if has_hole(part.text) else str(part.text)
            self._secrets.append((text, part.secrecy))
        self._shown[value.place] = shown + filled(word[end:], texts)

    def masked(self) -> Masked:
        """Return the words as they may be shown."""
        return Masked(
            tuple(self._shown.get(at) or text_of(word) for at, word in enumerate(self._words)),
            tuple(text for text, _ in self._secrets if text),
            tuple(text for text, secrecy in self._secrets if secrecy is Secrecy.EVERYWHERE),
        )

    def _texts(self, place: int) -> Iterator[str]:
        """Return the values that the holes of a word stand for."""
        pieces = self._words[place]
        return (
            piece.text
            for piece, holed in zip(pieces, _holed(pieces), strict=True)
            if isinstance(piece, Data) and isinstance(holed, Hole)
        )


def _holed(word: Word) -> HoledWord:
    """Return a word with a hole in the place of each value, unless this is JSON with parts."""
    has_parts = len(word) == 1 or (len(word) == 2 and str(word[0]).endswith("="))  # noqa: PLR2004
    return tuple(
        piece
        if isinstance(piece, str)
        else piece.text
        if piece.structured or (has_parts and piece.text.lstrip()[:1] in ("{", "["))
        else Hole()
        for piece in word
    )
