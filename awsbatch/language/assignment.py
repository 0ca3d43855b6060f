"""Assignments: `NAME = …` and `NAME[] = …`, of a result or of a value."""

import json
import re

from awsbatch.fault.error import ScriptError
from awsbatch.language import modifier
from awsbatch.language.command import parse_command
from awsbatch.language.lexer import LogicalLine
from awsbatch.language.model import (
    Assign,
    Capture,
    Command,
    Redirect,
    Word,
)
from awsbatch.language.name import KEYWORDS, NAME, parse_target


def is_assignment(line: LogicalLine) -> bool:
    """Return whether the second word of the line is `=`, whatever the first one is."""
    return len(line.words) > 1 and line.words[1].literal == "="


def parse_assignment(line: LogicalLine) -> Capture | Assign:
    """Parse `NAME = …`; raise `ScriptError` for a fault in it."""
    target, equals, *rest = line.words
    if modifier.is_modifier(target):
        raise modifier.spaced(target, rest)
    name, append = parse_target(target)
    shown = f"{name}[]" if append else name
    if not rest:
        raise ScriptError(
            f"expected a command or a value after `{shown} =`",
            place=equals.place,
            hint=f"write `{shown} = COMMAND` or `{shown} = <<…>>`",
        )
    refuse_redirect(line.redirect, "a result cannot go to both a name and a file")
    value = rest[0].placeholder
    if value is None:
        return Capture(name, _captured(shown, tuple(rest)), target.place, append)
    if len(rest) > 1:
        raise ScriptError(
            f"nothing can follow the value of `{shown}`",
            place=rest[1].place,
            hint="write one expression, or a command whose service is literal",
        )
    return Assign(name, value, target.place, append)


def refuse_redirect(redirect: Redirect | None, message: str) -> None:
    """Raise `ScriptError` for a `> file` after a statement that prints nothing."""
    if redirect is not None:
        sign = ">>" if redirect.append else ">"
        raise ScriptError(
            message, place=redirect.target.place, hint=f"delete it and the `{sign}` before it"
        )


def block_redirect(redirect: Redirect) -> ScriptError:
    """Return the fault of a `> file` after the first or the last line of a block."""
    return ScriptError(
        "the output of a block cannot be redirected",
        place=redirect.target.place,
        hint="delete it, and write `>> FILE` after each command in the block",
    )


def secret_value(name: str, word: Word) -> ScriptError:
    """Return the fault of `@secret` before the value of an assignment to a name, such as `x[]`."""
    return ScriptError(
        "`@secret` goes before a captured command or an `input`, not before a value",
        place=word.place,
        hint="delete it: what is made of a secret is one by itself"
        if name.endswith("[]")
        else f"delete it, since what is made of a secret is one by itself, or write"
        f" `@secret input {name} = <<…>>`",
    )


def _captured(name: str, words: tuple[Word, ...]) -> Command:
    rest = words[modifier.count(words) :]
    first = rest[0] if rest else words[0]
    text = first.literal
    if first.placeholder is not None and words[0].literal == "@secret":
        raise secret_value(name, words[0])
    if text in KEYWORDS:
        raise ScriptError(
            f"`{text}` has no result to keep",
            place=first.place,
            hint=f"write `{name} = COMMAND` or `{name} = <<…>>`",
        )
    # A command has at least a service and an operation; one word was meant as a value.
    lone = len(rest) == 1 and text != "aws" and not (text or "").startswith("-")
    if text is None or lone or text in {"echo", "printf"}:
        raise ScriptError(
            f"expected an AWS CLI command for `{name}`",
            place=first.place,
            hint=_value_hint(name, text if lone else None),
        )
    return parse_command(words, captured=True)


def _is_json(text: str) -> bool:
    """Return whether a text means a number, a boolean, a list or an object, and not itself."""
    try:
        return "`" not in text and not isinstance(json.loads(text), str | None)
    except ValueError:
        return False


def _value_hint(name: str, text: str | None) -> str:
    if text is None or not re.fullmatch(r"[^'\\\n]*", text):
        return f"for a value, write `{name} = <<…>>`"
    if _is_json(text):
        return f"for a value, write `{name} = <<`{text}`>>`"
    hint = f"for a value, write `{name} = <<'{text}'>>`"
    if NAME.fullmatch(text):
        return f"{hint}, or `<<{text}>>` for what `{text}` holds"
    return hint
