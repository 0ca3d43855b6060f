"""Empty values in the words of commands, which the AWS CLI takes for everything or a default.

A place where an empty string is one value among others takes it: a value of
`KEY=VALUE` pairs, and one inside JSON.
"""

import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from awsbatch.contract.word import Data, Hole, HoledWord, Piece, Unknown, Word
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Part, Placeholder

TakesPairs: TypeAlias = Callable[[Sequence[HoledWord]], bool]
"""Whether the last of a command's words is a value of an option that takes `KEY=VALUE` pairs."""

EMPTY = Data("")
_WHOLE_INPUT = "--cli-input-json"
_OPTION = re.compile(r"(--[A-Za-z0-9-]+)=")
_PAIR_BEFORE = re.compile(r"(?:^|[,{\[])[^,{}\[\]=]+=\Z")
_PAIR_AFTER = re.compile(r"\Z|[,}\]]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def empty(placeholder: Placeholder, what: str, literal: str = "''") -> ScriptError:
    """Return the error of a placeholder whose value is empty, with what says that this is meant."""
    source = placeholder.expression.readable
    return ScriptError(
        f"`{source}` is {what}",
        place=placeholder.place,
        hint=f"guard it with `if`, or write `<<{source} || {literal}>>` where empty is meant",
    )


def refuse_members(placeholder: Placeholder, value: Any, before: Word) -> None:
    """Raise `ScriptError` if a whole parameter in an object for `--cli-input-json` is empty."""
    if not (isinstance(value, dict) and is_whole_input(before)):
        return
    for key, member in value.items():
        if member in ("", []) and not placeholder.expression.means_empty(key):
            literal = "`[]`" if member == [] else "''"
            raise ScriptError(
                f"the parameter `{key}` in `{placeholder.expression.readable}` is empty",
                place=placeholder.place,
                hint=f"leave it out by `omit(x, ['{key}'])`, or write `{key}: x || {literal}`"
                " where empty is meant",
            )


def is_whole_input(before: Word) -> bool:
    """Return whether this word is the option whose value is all parameters of an operation."""
    match before:
        case (str(name),) if len(name) > len("--cli-"):
            return _WHOLE_INPUT.startswith(name)
        case _:
            return False


def refuse_parts(
    parts: Sequence[Part], pieces: Sequence[Piece], before: Sequence[Word], takes_pairs: TakesPairs
) -> None:
    """Raise `ScriptError` for the first empty part of a word that is not one value among others.

    `before` are the words before this one.
    """
    option = _option_in(pieces)
    for index, (part, piece) in enumerate(zip(parts, pieces, strict=True)):
        if not isinstance(part, Placeholder) or piece != EMPTY or part.expression.means_empty():
            continue
        if _is_pair(pieces, index, option) and takes_pairs([*map(_holed, before), _holed(pieces)]):
            continue
        if not _is_in_json(pieces, index, option, before[-1] if before else ()):
            raise empty(part, "an empty string")


def _option_in(pieces: Sequence[Piece]) -> str:
    """Return the `--option=` that a word begins with, or an empty text."""
    first = pieces[0]
    match = _OPTION.match(first) if isinstance(first, str) else None
    return match[0] if match else ""


def _holed(word: Sequence[Piece]) -> HoledWord:
    return tuple(piece if isinstance(piece, str) else Hole() for piece in word)


def _is_pair(pieces: Sequence[Piece], index: int, option: str) -> bool:
    """Return whether a piece is all that follows the `KEY=` of a pair."""
    before = "".join(_text(piece) for piece in pieces[:index]).removeprefix(option)
    after = "".join(_text(piece) for piece in pieces[index + 1 :])
    return bool(_PAIR_BEFORE.search(before) and _PAIR_AFTER.match(after))


def _is_in_json(pieces: Sequence[Piece], index: int, option: str, before: Word) -> bool:
    """Return whether a piece stands in a string of JSON, and is not a whole parameter there."""
    mark = secrets.token_hex(8)
    text = "".join(
        mark if number == index else _in_json(piece) for number, piece in enumerate(pieces)
    ).removeprefix(option)
    try:
        value = json.loads(text) if text.lstrip()[:1] in ("{", "[") else None
    except ValueError:
        return False
    whole = is_whole_input((option.removesuffix("="),) if option else before)
    return value is not None and not (
        whole and isinstance(value, Mapping) and mark in value.values()
    )


def _text(piece: Piece) -> str:
    return piece if isinstance(piece, str) else "x"


def _in_json(piece: Piece) -> str:
    """Return a piece as it may stand in JSON: structures and numbers as they are."""
    if isinstance(piece, Unknown):
        return "0"
    if isinstance(piece, str) or piece.structured or _NUMBER.fullmatch(piece.text):
        return piece if isinstance(piece, str) else piece.text
    return "x"
