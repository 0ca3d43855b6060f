"""Where words begin and end, in bytes as Latin-1 has them."""

_FIRST_OF_MANY = "\xc0"
_FIRST_BEYOND_ASCII = "\x80"


def begins_word(text: str, start: int, joining: str) -> bool:
    """Return whether what begins at a place is no later part of a word.

    Words are of letters, digits, `_` and the characters in `joining`.
    """
    if start == 0:
        return True
    first = start - 1
    while first > 0 and _FIRST_BEYOND_ASCII <= text[first] < _FIRST_OF_MANY:
        first -= 1
    return not _is_of_word(text[first:start], joining)


def ends_word(text: str, end: int, joining: str) -> bool:
    """Return whether what ends before a place is no earlier part of a word."""
    if end == len(text):
        return True
    last = end + 1
    if text[end] >= _FIRST_OF_MANY:
        while last < len(text) and _FIRST_BEYOND_ASCII <= text[last] < _FIRST_OF_MANY:
            last += 1
    return not _is_of_word(text[end:last], joining)


def _is_of_word(character: str, joining: str) -> bool:
    shown = character.encode("latin-1").decode(errors="replace")
    return shown.isalnum() or shown == "_" or shown in joining
