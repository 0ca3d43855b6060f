"""What base64 makes of a secret, alone or in the middle of something."""

from base64 import b64encode
from collections.abc import Iterator

from awsbatch.record import record

CHARACTERS = frozenset("+/-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

_GROUP = 3
"""Bytes that four characters stand for."""
_BITS = 6
"""What a character stands for."""
_TO_URLS = str.maketrans("+/", "-_")


@record
class Base64Form:
    """The characters that a secret alone decides, and whether those beside them are its as well."""

    text: str
    shares_first: bool
    """Whether the secret decides a part of the character before these."""
    shares_last: bool

    def whole(self, text: str, start: int) -> tuple[int, int]:
        """Return where the secret stands in a text that has these characters at a place."""
        end = start + len(self.text)
        if self.shares_first and start and text[start - 1] in CHARACTERS:
            start -= 1
        if self.shares_last:
            end += text[end : end + 1] in CHARACTERS and end < len(text)
            while text[end : end + 1] == "=":
                end += 1
        return start, end


def forms(secret: bytes) -> Iterator[Base64Form]:
    """Yield what base64 makes of a secret, wherever it begins in a group of bytes."""
    for before in range(_GROUP):
        whole = b64encode(bytes(before) + secret + bytes(_GROUP)).decode()
        first = -(-before * 8 // _BITS)
        last, shared = divmod((before + len(secret)) * 8, _BITS)
        text = whole[first:last]
        for each in {text, text.translate(_TO_URLS)}:
            yield Base64Form(each, before > 0, shared > 0)


def padded(secret: bytes) -> Iterator[str]:
    """Yield what base64 makes of a secret that stands alone."""
    whole = b64encode(secret).decode()
    for each in {whole, whole.translate(_TO_URLS)}:
        yield each
        yield each.rstrip("=")
