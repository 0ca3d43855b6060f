"""The first lines of loops as they are written for a shell, GNU parallel or Python."""

import re
from dataclasses import replace

from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Placeholder, Word

_GLOB = re.compile(r"[*?]|\[[^\]]+\]")
_BRACES = re.compile(r"\{(?:(-?\d{1,4})\.\.(-?\d{1,4})|[^{}]*(?:\.\.|,)[^{}]*)\}")
_RANGE = re.compile(r"(-?\d{1,4})\.{2,3}(-?\d{1,4})")
# The most words that a hint writes out.
_FEW = 10


def refuse_do(word: Word, kind: str) -> None:
    """Raise `ScriptError` for a `do` at the end of a loop's first line."""
    if word.literal == "do":
        raise ScriptError(f"a `{kind}` line needs no `do`", place=word.place, hint="delete it")


def refuse_jobs(word: Word) -> None:
    """Raise `ScriptError` for the `--jobs` of GNU parallel or the `-P` of xargs."""
    if not word.quoted and re.fullmatch(r"--(jobs|max-procs)(=.*)?|-[jP]\d*", word.literal or ""):
        raise ScriptError(
            f"`{word.literal}` would be one of the values of this loop",
            place=word.place,
            hint="set it on the command line, `awsbatch --jobs N`, or quote it",
        )


def refuse_expansion(word: Word) -> None:
    """Raise `ScriptError` for an unquoted word that a shell expands to several words."""
    text, place = word.literal, word.place
    # Text that differs from the source was quoted somewhere, and means itself.
    if text is None or text != place.text[place.column - 1 :][: place.width]:
        return
    braces = _BRACES.search(text) or _RANGE.fullmatch(text)
    if braces is None and not _GLOB.search(text):
        return
    raise ScriptError(
        f"`{text}` is not expanded: awsbatch is not a shell",
        place=place,
        hint=_range_hint(braces)
        if braces
        else f"write `<<args>>`, and `awsbatch run FILE -- {text}` on the command line",
    )


def _range_hint(braces: re.Match[str]) -> str:
    first, last = (int(each or 0) for each in braces.groups())
    step = 1 if last >= first else -1
    numbers = range(first, last + step, step)
    if braces[1] is None or len(numbers) > _FEW or braces[0] != braces.string:
        return "write out each word"
    return f"write `{' '.join(map(str, numbers))}`"


def refuse_colon(word: Word) -> None:
    """Raise `ScriptError` for a `:` at the end of a loop's first line."""
    match word.parts:
        case (*_, Placeholder(), ":"):
            place = word.place
            raise ScriptError(
                "a `for` line does not end with `:`",
                place=replace(place, column=place.column + place.width - 1, width=1),
                hint="delete it",
            )
        case _:
            pass
