"""The first lines of loops as they are written for a shell, GNU parallel or Python."""

import re
from dataclasses import replace

from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language.model import Placeholder, Word

_GLOB = re.compile(r"[*?]|\[[^\]]+\]")
_BRACES = re.compile(r"\{(?:(-?\d{1,4})\.\.(-?\d{1,4})|[^{}]*(?:\.\.|,)[^{}]*)\}")
_RANGE = re.compile(r"(-?\d{1,4})\.{2,3}(-?\d{1,4})")
_NUMBERS = re.compile(r"\{(?:(-?\d{1,4})\.\.(-?\d{1,4})(?:\.\.-?\d+)?|[A-Za-z]\.\.[A-Za-z])\}")
# With a `=` or a `:` in it, it is the AWS CLI's shorthand, JSON or JMESPath.
_LISTED = re.compile(r"\{[^{}=:,]*,[^{}=:]*\}")
_QUOTED = re.compile(r"""'[^']*'?|"(?:\\.|[^"\\])*"?|\\.|<<.*?>>""")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)")
_STATE = "write `@every=15s while NAME = COMMAND`, whose `--query` finds what is still to come"
_COLON = re.compile(r"[A-Za-z_]\w*:", re.ASCII)
_UNTIL = re.compile(
    r"[ \t]*(?P<kind>until|while(?=[ \t]+!))[ \t]+(?P<negated>![ \t]+)?"
    r"(?P<tested>[^;#]*?)(?:[ \t]*[12&]?>[^;#]*)?(?:[ \t]*;.*)?\Z"
)
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


def refuse_braces(word: Word) -> None:
    """Raise `ScriptError` for an unquoted `{1..3}` or `{a,b}` in a word, which bash expands."""
    place = word.place
    source = place.text[place.column - 1 :][: place.width]
    if "{" not in source:
        return
    # What is quoted, or in a placeholder, is blanked: it stands for itself.
    bare = _QUOTED.sub(lambda found: " " * len(found[0]), source)
    numbers = _NUMBERS.search(bare)
    braces = numbers or _LISTED.search(bare)
    if braces is None:
        return
    written = source[braces.start() : braces.end()]
    raise ScriptError(
        f"`{written}` is not expanded: awsbatch is not a shell",
        place=replace(place, column=place.column + braces.start(), width=len(written)),
        hint=_range_hint(numbers)
        if numbers
        else "write out each word, or put it in quotes for the characters themselves",
    )


def until(place: Place) -> ScriptError | None:
    """Return the fault of a loop up to a success or a state, or None if the line is none."""
    match = _UNTIL.fullmatch(place.text)
    if match is None:
        return None
    kind, tested = match["kind"], match["tested"].strip()
    succeeds = tested.startswith("aws ") and not re.search(r"[|$`&]", tested)
    # What `until !` waits for is a failure, and so is what `while` without a `!` would.
    if succeeds and (kind == "while" or not match["negated"]):
        hint = (
            f"write `@retry=100:* {tested}`: it is tried again until it succeeds, up to 100 times"
        )
    else:
        hint = _STATE
    column = place.text.index(kind) + 1
    message = (
        f"`{kind} !` belongs in a shell" if kind == "while" else "there is no statement `until`"
    )
    return ScriptError(message, place=replace(place, column=column, width=len(kind)), hint=hint)


def _end(place: Place) -> int:
    return place.column + place.width - 1


def _range_hint(braces: re.Match[str]) -> str:
    if braces[1] is None or braces[0] != braces.string or not _NUMBER.fullmatch(braces[1]):
        return "write out each word"
    first, last = int(braces[1]), int(braces[2])
    step = 1 if last >= first else -1
    numbers = range(first, last + step, step)
    if len(numbers) > _FEW:
        return f"write `<<range({first}, {last + step}{'' if step > 0 else ', -1'})>>`"
    return f"write `{' '.join(map(str, numbers))}`"


def refuse_colon(word: Word) -> None:
    """Raise `ScriptError` for a `:` at the end of a loop's first line."""
    place = word.place
    match word.parts:
        case (str(text),) if _COLON.fullmatch(text) and place.text.endswith(":", 0, _end(place)):
            name = text[:-1]
            raise ScriptError(
                "a `for` line does not end with `:`",
                place=replace(place, column=_end(place), width=1),
                hint=f"write `<<{name}>>` for the elements of `{name}`, or `{name}` for the word",
            )
        case (*_, Placeholder(), ":"):
            raise ScriptError(
                "a `for` line does not end with `:`",
                place=replace(place, column=_end(place), width=1),
                hint="delete it",
            )
        case _:
            pass
