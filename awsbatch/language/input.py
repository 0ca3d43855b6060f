"""The `input` statement: what a script takes from outside."""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from awsbatch.fault.error import ScriptError
from awsbatch.language import modifier
from awsbatch.language.assignment import refuse_redirect
from awsbatch.language.lexer import LogicalLine
from awsbatch.language.model import Assign, Defaults, ErrExit, Input, Placeholder, Statement, Word
from awsbatch.language.name import parse_name

PRELUDE = (Input, ErrExit, Defaults, Assign)
"""The statements that may stand before an `input`."""

_USAGE = "write `input NAME` or `input NAME = <<…>>`"
_HIDING_USAGE = "write `@secret input NAME` or `@secret input NAME = <<…>>`"
_LONGEST = len(["input", "NAME", "=", "<<default>>"])


def parse_input(line: LogicalLine) -> Input:
    """Parse `[@secret] input NAME [= <<…>>]`; raise `ScriptError` for a fault in it."""
    number = modifier.count(line.words)
    is_secret = modifier.keeps_secret(line.words[:number], "`input`")
    words = line.words[number:]
    first, *rest = words
    if not rest:
        usage = _HIDING_USAGE if is_secret else _USAGE
        raise ScriptError("`input` needs a name", place=first.place, hint=usage)
    if rest[0].literal == "@secret":
        raise _misplaced(rest[0])
    name = parse_name(rest[0])
    refuse_redirect(line.redirect, "`input` has no output to redirect")
    default = _default(name, words) if rest[1:] else None
    return Input(name, default, rest[0].place, line.comment, is_secret)


def nested(statement: Input) -> ScriptError:
    """Return the fault of an `input` inside a block."""
    return ScriptError(
        "`input` cannot be inside a block",
        place=statement.place,
        hint="write it at the beginning of the file",
    )


def too_late(statement: Input, line: int) -> ScriptError:
    """Return the fault of an `input` after the statement of a line."""
    return ScriptError(
        f"an `input` stands at the beginning of a file, before line {line}",
        place=statement.place,
        hint="only `input`, `set`, `defaults` and `NAME = <<…>>` may stand before it",
    )


def prelude(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Return the statements of a file up to the first that no `input` may follow."""
    return takewhile(lambda statement: isinstance(statement, PRELUDE), statements)


def inputs(statements: Iterable[Statement]) -> Iterator[Input]:
    """Yield the inputs of a file, without a look at what comes after them."""
    for statement in prelude(statements):
        if isinstance(statement, Input):
            yield statement


def _default(name: str, words: tuple[Word, ...]) -> Placeholder:
    equals, *values = words[2:]
    if equals.literal == "@secret":
        raise _misplaced(equals)
    if equals.literal != "=":
        raise ScriptError("expected `=`", place=equals.place, hint=_hint(name, equals))
    if not values:
        raise ScriptError(
            f"expected a default after `input {name} =`", place=equals.place, hint=_USAGE
        )
    default = values[0].placeholder
    if values[0].literal == "@secret":
        raise _misplaced(values[0])
    if default is None:
        raise ScriptError(
            f"the default of `{name}` is a value, not a command",
            place=values[0].place,
            hint=_hint(name, values[0])
            if len(values) == 1
            else f"write `{name} = COMMAND`, which is no input",
        )
    if len(words) > _LONGEST:
        raise ScriptError(
            f"nothing can follow the default of `{name}`",
            place=values[1].place,
            hint="write one expression",
        )
    return default


def _misplaced(word: Word) -> ScriptError:
    return ScriptError("`@secret` stands before `input`", place=word.place, hint=_HIDING_USAGE)


def _hint(name: str, value: Word) -> str:
    text = (value.literal or "").removeprefix("=")
    if text and "'" not in text and "\\" not in text:
        return f"write `input {name} = <<'{text}'>>`"
    return f"write `input {name} = <<…>>`"
