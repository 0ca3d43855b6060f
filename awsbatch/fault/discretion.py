"""What messages show of values from outside: a beginning, since they may be secrets."""

import re

_MOST = 20
"""How many characters of a value are shown."""
_SECRET = re.compile(r"(?:access|api)_?key|cred|passw|private|secret|token", re.IGNORECASE)
_OBJECT = re.compile(r"\{\s*[^\s}].*", re.DOTALL)
"""An object that is not empty, and all that comes after it."""


def sounds_secret(name: str) -> bool:
    """Return whether a name says that it is of a secret."""
    return _SECRET.search(name) is not None


def is_hidden(name: str, text: str) -> bool:
    """Return whether nothing of the text that a name is given may be shown."""
    return bool(text and sounds_secret(name)) or bool(_OBJECT.search(text))


def shown(name: str, text: str) -> str:
    """Return as much of the text that a name is given as messages may show."""
    if is_hidden(name, text):
        return "…"
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"


def pair(name: str, text: str) -> str:
    """Return a name and as much of what it is given as messages may show, as it is typed."""
    return f"{name}={shown(name, text)}"


def without_object(text: str) -> str:
    """Return a word of the command line without an object in it, which may hold secrets."""
    return _OBJECT.sub("…", text)
