"""Names as messages show them: lists of them, and what a misspelled one was meant to be."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_FEW = 6


def quoted(name: str) -> str:
    """Return the name in backquotes."""
    return f"`{name}`"


def uncapitalized(message: str) -> str:
    """Return another program's message as it stands within one of ours."""
    return f"{message[:1].lower()}{message[1:]}"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Return the names in backquotes, as in a sentence."""
    *others, final = map(quoted, names)
    return f"{', '.join(others)} {last} {final}" if others else final


def meant(name: str, names: Iterable[str]) -> str | None:
    """Ask for the name that this one is most like, or give None if it is like none."""
    near = nearest(name, names)
    return f"did you mean `{near}`?" if near else None


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the name that this one is most like; one that differs in case only before all."""
    known = list(names)
    folded = _folded(name)
    for other in known:
        if _folded(other) == folded:
            return other
    bare = {other.lstrip("-"): other for other in known}
    close = get_close_matches(name.lstrip("-"), bare, 1)
    return bare[close[0]] if close else None


def choice(name: str, names: Sequence[str]) -> str | None:
    """Tell which name was meant, or all of them where they are few."""
    return meant(name, names) or (
        f"write {listed(names, 'or')}" if 0 < len(names) <= _FEW else None
    )


def _folded(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
