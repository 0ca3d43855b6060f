"""What base64 makes of a secret, alone or in the middle of something."""

from base64 import b64encode
from collections.abc import Iterator

from awsbatch.record import record

_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_ALPHABETS = (f"{_CHARACTERS}+/", f"{_CHARACTERS}-_")
_GROUP = 3
"""Bytes that four characters stand for."""
_BITS = 6
"""What a character stands for."""


@record
class Base64Form:
    """The characters that a secret alone decides, and those beside them that it has a part in."""

    text: str
    before: frozenset[str]
    """What may stand before them; empty where that is not the secret's."""
    after: frozenset[str]

    def whole(self, text: str, start: int) -> tuple[int, int]:
        """Return where the secret stands in a text that has these characters at a place."""
        end = start + len(self.text)
        start -= start > 0 and text[start - 1] in self.before
        if self.after:
            end += end < len(text) and text[end] in self.after
            while text[end : end + 1] == "=":
                end += 1
        return start, end


def forms(secret: bytes) -> Iterator[Base64Form]:
    """Yield what base64 makes of a secret, wherever it begins in a group of bytes."""
    for before in range(_GROUP):
        whole = b64encode(bytes(before) + secret + bytes(_GROUP)).decode()
        first = -(-before * 8 // _BITS)
        last, known = divmod((before + len(secret)) * 8, _BITS)
        text = whole[first:last]
        for alphabet in _ALPHABETS:
            translated = text.translate(str.maketrans(_ALPHABETS[0], alphabet))
            low = 8 * before % _BITS
            yield Base64Form(
                translated,
                _with(alphabet, whole[first - 1], (1 << _BITS - low) - 1) if low else frozenset(),
                _with(alphabet, whole[last], -1 << _BITS - known) if known else frozenset(),
            )
            if translated == text and not {*"+/"} & {*text}:
                break


def _with(alphabet: str, character: str, mask: int) -> frozenset[str]:
    """Return the characters that have bits in common with one, those of the mask."""
    bits = _ALPHABETS[0].index(character) & mask
    return frozenset(each for at, each in enumerate(alphabet) if at & mask == bits)


def padded(secret: bytes) -> Iterator[str]:
    """Yield what base64 makes of a secret that stands alone."""
    whole = b64encode(secret).decode()
    for alphabet in _ALPHABETS:
        each = whole.translate(str.maketrans(_ALPHABETS[0], alphabet))
        yield each
        yield each.rstrip("=")
