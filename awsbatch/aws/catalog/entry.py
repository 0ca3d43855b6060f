"""The code, the message and the name of a thing that could not be done, from its entry."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

_MOST_CHARACTERS = 200
_CODES = ("code", "errortype", "errorname", "exceptionname", "failure", "error")
_MESSAGES = ("message", "reason", "description", "detail", "result", "cause", "fault")
_NAMES = ("id", "arn", "name", "key", "identifier", "uri")


def described(entry: Any, *, failed_only: bool = False) -> str:
    """Return the code, the message and the name of an entry, as far as it has them.

    With `failed_only`, return nothing for an entry without a code: of a list in
    which most were done, those were.
    """
    if not isinstance(entry, Mapping):
        return _shortened(str(entry))
    code = _first(entry, lambda name: name.endswith(_CODES))
    if failed_only and not code:
        return ""
    message = _first(entry, _tells)
    text = ": ".join(filter(None, dict.fromkeys((code, message))))
    name = next(_texts(entry, lambda name: name.endswith(_NAMES)), "")
    found = f"{text} ({name})" if text and name else text or name or _numbers(entry)
    return _shortened(found)


def _tells(name: str) -> bool:
    return name == "error" or any(part in name for part in _MESSAGES)


def _first(entry: Mapping[str, Any], is_wanted: Callable[[str], bool]) -> str:
    """Return the first text under a name that is wanted, also of what is told as an error."""
    found = next(_texts(entry, is_wanted), "")
    if found:
        return found
    for name, value in entry.items():
        inner = value[0] if isinstance(value, list) and value else value
        if "rror" in name and isinstance(inner, Mapping):
            return _first(inner, is_wanted)
        if name == "Reasons" and isinstance(inner, str):
            return ", ".join(map(str, value)) if is_wanted("reason") else ""
    return ""


def _texts(entry: Mapping[str, Any], is_wanted: Callable[[str], bool]) -> Iterator[str]:
    for name, value in entry.items():
        if value and isinstance(value, str) and is_wanted(name.lower()):
            yield value


def _numbers(entry: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in entry.items() if isinstance(value, int))


def _shortened(text: str) -> str:
    line = "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))
    return line if len(line) <= _MOST_CHARACTERS else f"{line[: _MOST_CHARACTERS - 1]}…"
