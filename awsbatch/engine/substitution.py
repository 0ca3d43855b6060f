"""The words of a command, made from those of a script with values for placeholders."""

import json
import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from awsbatch.contract.word import Data, Piece, text_of
from awsbatch.contract.word import Word as CommandWord
from awsbatch.engine.scope import Scope
from awsbatch.expression.expression import Expression
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Part, Placeholder, Word

_WITHOUT = "here would leave the option without a value"
_CHOOSING = {("--endpoint-url",), ("--profile",), ("--region",)}


class EmptyError(ScriptError):
    """A placeholder whose value is null, an empty list, or an empty profile, region or endpoint."""


def substitute(words: Iterable[Word], scope: Scope) -> list[CommandWord]:
    """Return the words of a command; a list that is a whole word gives one for each element.

    Raise `ScriptError` for a placeholder whose value cannot stand there, and
    `NotSetError` for one that needs a name without a value.
    """
    given: list[CommandWord] = []
    for word in words:
        # Most words are literal: what follows is not for them to pay.
        if literal := word.literal:
            given.append((literal,))
            continue
        match word.parts:
            case (Placeholder() as only,):
                elements = _elements(only, scope)
                _refuse_empty(only, elements, given[-1] if given else ())
                given.extend((element,) for element in elements)
            case (str(text), Placeholder() as only) if text.endswith("="):
                # `--profile=<<name>>` chooses as `--profile <<name>>` does.
                piece = _piece(only, scope)
                _refuse_empty(only, [piece], (text.removesuffix("="),))
                given.append((text, piece))
            case parts:
                given.append(tuple(_piece(part, scope) for part in parts))
    return given


def rounds(words: Iterable[Word], scope: Scope) -> list[object]:
    """Return the values of a `for`, one for each round; raise what `substitute` raises."""
    values: list[object] = []
    for word in words:
        if word.placeholder is None:
            values.extend(texts([word], scope))
        else:
            values.extend(_as_list(scope.evaluate(word.placeholder)))
    return values


def texts(words: Iterable[Word], scope: Scope) -> list[str]:
    """Return the texts of words outside commands; raise what `substitute` raises."""
    try:
        return [text_of(word) for word in substitute(words, scope)]
    except EmptyError as error:
        # Its hint is about the options of commands.
        error.hint = None
        raise


def as_written(words: Sequence[Word]) -> tuple[str, ...]:
    """Return the texts of words without values: each placeholder as it is written."""
    return tuple("".join(map(_source, word.parts)) for word in words)


def _source(part: Part) -> str:
    match part:
        case str(text):
            return text
        case Placeholder(expression):
            return f"<<{_readable(expression)}>>"


def _readable(expression: Expression) -> str:
    return expression.source.strip().replace("\n", " ")


def _refuse_empty(placeholder: Placeholder, pieces: Sequence[Piece], before: CommandWord) -> None:
    """Raise `EmptyError` for an empty value of an option that chooses the account or region.

    The AWS CLI would take the default profile or region instead, without a word.
    """
    if before in _CHOOSING and [*pieces] == [Data("")]:
        raise _empty(placeholder, "an empty string")


def _as_list(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _elements(placeholder: Placeholder, scope: Scope) -> list[Data]:
    value = scope.evaluate(placeholder)
    if not isinstance(value, list):
        return [_data(value, placeholder)]
    if not value:
        raise _empty(placeholder, "an empty list")
    return [_element(element, placeholder) for element in value]


def _element(value: object, placeholder: Placeholder) -> Data:
    if value is None:
        raise _refusal(
            placeholder, "is a list with a null in it", "`[*]` after a list leaves nulls out"
        )
    if isinstance(value, list):
        return _structure(value, placeholder)
    return _data(value, placeholder)


def _piece(part: Part, scope: Scope) -> Piece:
    match part:
        case str(text):
            return text
        case Placeholder():
            return _inside(part, scope.evaluate(part))


def _inside(placeholder: Placeholder, value: object) -> Data:
    if isinstance(value, list):
        hint = f"`<<join(',', {_readable(placeholder.expression)})>>` makes it one value"
        raise _refusal(placeholder, "is a list, but only a part of its word", hint)
    return _data(value, placeholder)


def _data(value: Any, placeholder: Placeholder) -> Data:
    match value:
        case str():
            return Data(value)
        case None:
            raise _empty(placeholder, "null")
        case bool():
            return Data("true" if value else "false")
        case int():
            return Data(_digits(value, placeholder))
        case float():
            return Data(_decimal(value, placeholder))
        case _:
            return _structure(value, placeholder)


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


def _structure(value: object, placeholder: Placeholder) -> Data:
    try:
        text = json.dumps(_exact(value, placeholder), ensure_ascii=False, separators=(",", ":"))
    except (RecursionError, ValueError):
        raise _refusal(placeholder, "nests too deeply, or holds too large a number") from None
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


def _empty(placeholder: Placeholder, what: str) -> EmptyError:
    message = f"`{_readable(placeholder.expression)}` is {what}"
    hint = f"{what} {_WITHOUT}"
    return EmptyError(message, place=placeholder.place, hint=hint)


def _refusal(placeholder: Placeholder, what: str, hint: str | None = None) -> ScriptError:
    message = f"`{_readable(placeholder.expression)}` {what}"
    return ScriptError(message, place=placeholder.place, hint=hint)
