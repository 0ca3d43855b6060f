"""The words of a command, made from those of a script with values for placeholders."""

import json
import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

from awsbatch.contract.word import Data, Piece, Unknown, is_unknown, text_of
from awsbatch.contract.word import Word as CommandWord
from awsbatch.engine import placed_secret
from awsbatch.engine.empty_value import EMPTY, TakesPairs, empty, refuse_members, refuse_parts
from awsbatch.engine.planning.unknown_round import UnknownRound
from awsbatch.engine.scope import Scope
from awsbatch.expression.unknown_value import UnknownError
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Part, Placeholder, Word
from awsbatch.redaction.book import Book
from awsbatch.redaction.stars import MASK

_LITERAL = attrgetter("literal")
_MASK_IN_JSON = json.dumps(MASK)
"""What a secret is in an object of which a run keeps the rest."""


def substitute(
    words: Iterable[Word],
    scope: Scope,
    takes_pairs: TakesPairs = lambda _: False,
    *,
    spoken: bool = False,
) -> list[CommandWord]:
    """Return the words of a command; a list that is a whole word gives one for each element.

    What a plan does not know is an `Unknown` piece.
    Raise `ScriptError` for a placeholder whose value cannot stand there, and
    `NotSetError` for one that needs a name without a value. Words that are
    `spoken` are for a person, to whom an empty string means nothing else.
    """
    given: list[CommandWord] = []
    for word in words:
        # Most words are literal: what follows is not for them to pay.
        if literal := word.literal:
            given.append((literal,))
            continue
        match word.parts:
            case (Placeholder() as only,):
                try:
                    value = scope.evaluate(only)
                except UnknownError:
                    given.append((Unknown(source_of(only)),))
                    continue
                refuse_members(only, value, given[-1] if given else ())
                given.extend((each,) for each in _elements(only, value, spoken=spoken))
            case parts:
                pieces = tuple(_piece(part, scope, parts, spoken=spoken) for part in parts)
                if EMPTY in pieces and not spoken:
                    refuse_parts(parts, pieces, given, takes_pairs)
                given.append(pieces)
    return given


def rounds(words: Iterable[Word], scope: Scope) -> list[object]:
    """Return the values of a `for`, one for each round; raise what `substitute` raises.

    What a plan does not know is an `UnknownRound`.
    """
    values: list[object] = []
    for word in words:
        if word.placeholder is None:
            values.extend(map(_round, substitute([word], scope)))
            continue
        try:
            values.extend(_as_list(scope.evaluate(word.placeholder)))
        except UnknownError:
            values.append(UnknownRound(source_of(word.placeholder), is_open=True))
    return values


def texts(words: Iterable[Word], scope: Scope, secrets: Book) -> list[str]:
    """Return words for a person, without secrets that their place tells.

    Raise what `substitute` raises.
    """
    return [*map(text_of, placed_secret.without(substitute(words, scope, spoken=True), secrets))]


def as_written(words: Sequence[Word]) -> tuple[str, ...]:
    """Return the texts of words without values: each placeholder as it is written."""
    texts = tuple(map(_LITERAL, words))
    # Most words are literal.
    return tuple(map(_written, words)) if None in texts else texts


def _written(word: Word) -> str:
    return "".join(map(source_of, word.parts))


def source_of(part: Part) -> str:
    """Return a part of a word without its value: a placeholder as it is written."""
    match part:
        case str(text):
            return text
        case Placeholder(expression):
            return f"<<{expression.readable}>>"


def _round(word: CommandWord) -> object:
    return UnknownRound(text_of(word), is_open=False) if is_unknown(word) else text_of(word)


def _as_list(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _elements(placeholder: Placeholder, value: Any, *, spoken: bool) -> list[Data]:
    if not isinstance(value, list):
        if value == "" and not (spoken or placeholder.expression.means_empty()):
            raise empty(placeholder, "an empty string")
        return [_data(value, placeholder, spoken=spoken)]
    if not value and not placeholder.expression.means_empty():
        raise empty(placeholder, "an empty list", "`[]`")
    return [
        _element(element, index, placeholder, spoken=spoken) for index, element in enumerate(value)
    ]


def _element(value: object, index: int, placeholder: Placeholder, *, spoken: bool) -> Data:
    if value is None:
        raise _refusal(
            placeholder, "is a list with a null in it", "`[*]` after a list leaves nulls out"
        )
    if value == "" and not (spoken or placeholder.expression.means_empty(index)):
        raise _refusal(
            placeholder,
            "is a list with an empty string in it",
            "`[?@]` after a list leaves empty elements out",
        )
    if isinstance(value, list):
        return _structure(value, placeholder, spoken=spoken)
    return _data(value, placeholder, spoken=spoken)


def _piece(part: Part, scope: Scope, parts: Sequence[Part], *, spoken: bool) -> Piece:
    match part:
        case str(text):
            return text
        case Placeholder():
            try:
                value = scope.evaluate(part)
            except UnknownError:
                return Unknown(source_of(part))
            match parts:
                case (str(option), _) if option.endswith("="):
                    refuse_members(part, value, (option.removesuffix("="),))
                case _:
                    pass
            return _inside(part, value, spoken=spoken)


def _inside(placeholder: Placeholder, value: object, *, spoken: bool) -> Data:
    if value == []:
        raise empty(placeholder, "an empty list")
    if isinstance(value, list):
        hint = f"`<<join(',', {placeholder.expression.readable})>>` makes it one value"
        raise _refusal(placeholder, "is a list, but only a part of its word", hint)
    return _data(value, placeholder, spoken=spoken)


def _data(value: Any, placeholder: Placeholder, *, spoken: bool) -> Data:
    match value:
        case str():
            if value == MASK and not spoken:
                raise _shown(placeholder, "is")
            if _MASK_IN_JSON in value and not spoken:
                raise _shown(placeholder, "holds")
            return Data(value)
        case None:
            raise empty(placeholder, "null")
        case bool():
            return Data("true" if value else "false")
        case int():
            return Data(_digits(value, placeholder))
        case float():
            return Data(_decimal(value, placeholder))
        case _:
            return _structure(value, placeholder, spoken=spoken)


def _digits(value: int, placeholder: Placeholder) -> str:
    try:
        return str(value)
    except ValueError:
        # Python refuses to write a number of more than 4,300 digits.
        raise _refusal(placeholder, "is too large a number") from None


def _decimal(value: float, placeholder: Placeholder) -> str:
    if not math.isfinite(value):
        raise _refusal(placeholder, "is not a finite number")
    # `repr` gives the shortest text that reads back as the same number, but with an exponent.
    text = format(Decimal(repr(value)), "f").removesuffix(".0")
    return "0" if text == "-0" else text


def _structure(value: object, placeholder: Placeholder, *, spoken: bool) -> Data:
    try:
        text = json.dumps(_exact(value, placeholder), ensure_ascii=False, separators=(",", ":"))
    except (RecursionError, ValueError):
        raise _refusal(placeholder, "nests too deeply, or holds too large a number") from None
    if _MASK_IN_JSON in text and not spoken:
        raise _shown(placeholder, "holds")
    return Data(text, structured=True)


def _exact(value: object, placeholder: Placeholder) -> object:
    """Return a structure whose whole floats are integers: AWS refuses `1.0` for an integer."""
    match value:
        case dict():
            return {key: _exact(element, placeholder) for key, element in value.items()}
        case list():
            return [_exact(element, placeholder) for element in value]
        case float():
            text = _decimal(value, placeholder)
            return value if "." in text else int(text)
        case _:
            return value


def _shown(placeholder: Placeholder, how: str) -> ScriptError:
    return _refusal(
        placeholder,
        f"{how} `{MASK}`, which is how a secret is shown",
        "take the value from where it is kept, not from what was printed",
    )


def _refusal(placeholder: Placeholder, what: str, hint: str | None = None) -> ScriptError:
    message = f"`{placeholder.expression.readable}` {what}"
    return ScriptError(message, place=placeholder.place, hint=hint)
