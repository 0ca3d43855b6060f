"""What keeps a secret from being hidden everywhere."""

import re

FEWEST = 8
"""How many characters a secret has that is found within words."""

_LETTERS = re.compile(r"[A-Za-z]+")
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d{1,2}[a-z]?")


def is_ordinary(value: str) -> bool:
    """Return whether a value is such as other words have in them: a word, or a region."""
    return bool(_LETTERS.fullmatch(value) or _REGION.fullmatch(value))


def weakness(value: str) -> str | None:
    """Return what is said of a secret that is hidden as a whole word only; None for others."""
    if len(value) < FEWEST:
        return f"has fewer than {FEWEST} characters, so that it is hidden as a whole word only"
    if is_ordinary(value):
        return (
            "is an ordinary word, which is hidden wherever it stands by itself,"
            " and not within other words"
        )
    return None
