"""What the author of a misspelled name meant."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from awsbatch.fault.wording import listed

_FEW = 6
_LIKENESS = 0.6


def nearest(name: str, names: Iterable[str], *, likeness: float = _LIKENESS) -> str | None:
    """Return the name most like this one, or None if there is no name like it.

    A name that differs only in case, `-` and `_` comes first, since difflib finds `Groups`
    unlike `groups`. `likeness` is from 0 (any name) to 1 (an equal one).
    """
    known = list(names)
    folded = _folded(name)
    for other in known:
        if _folded(other) == folded:
            return other
    # Two dashes that all options begin with would make them alike.
    bare = {other.lstrip("-"): other for other in known}
    close = get_close_matches(name.lstrip("-"), bare, 1, likeness)
    return bare[close[0]] if close else None


def alike(name: str, names: Sequence[str]) -> list[str]:
    """Return up to three names like this one, the most alike first, as argparse suggests them."""
    return get_close_matches(name, names)


def meant(
    name: str, names: Iterable[str], *, likeness: float = _LIKENESS, form: str = "{}"
) -> str | None:
    """Return "did you mean ...?" with the nearest name as `form` shows it, or None."""
    near = nearest(name, names, likeness=likeness)
    return f"did you mean `{form.format(near)}`?" if near is not None else None


def choice(name: str, names: Sequence[str]) -> str | None:
    """Return `meant`, or else all names to choose from if they are few."""
    return meant(name, names) or (
        f"write {listed(names, 'or')}" if 0 < len(names) <= _FEW else None
    )


def _folded(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
