"""Statements as JSON, so that tables can say what a text parses to."""

import json
from pathlib import Path
from typing import Any

from awsbatch.language.lexer import LogicalLine
from awsbatch.language.model import (
    Assign,
    Capture,
    Defaults,
    For,
    Literal,
    Print,
    Redirect,
    Run,
    Statement,
    Word,
)

FILE = "f.aws"


def table(name: str) -> Any:
    """Read a table that lies beside the tests."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))


def word(it: Word) -> list[Any]:
    return [
        part.text if isinstance(part, Literal) else {"expression": part.expression.source}
        for part in it.parts
    ]


def line(it: LogicalLine) -> dict[str, Any]:
    return {"words": [word(each) for each in it.words], **_redirect(it.redirect)}


def statement(it: Statement) -> dict[str, Any]:
    match it:
        case Run(command, redirect):
            return {"run": _text(command.words), **_redirect(redirect)}
        case Print(words, redirect):
            return {"print": _text(words), **_redirect(redirect)}
        case Capture(name, command):
            return {"capture": name, "run": _text(command.words)}
        case Assign(name, value):
            return {"assign": name, "expression": value.expression.source}
        case Defaults(words):
            return {"defaults": _text(words)}
        case For(name, words, body):
            return {"for": name, "in": _text(words), "body": [statement(each) for each in body]}


def _text(words: tuple[Word, ...]) -> str:
    """Put words on one line; `<<…>>` is a placeholder and `|` ends each word."""
    return "|".join(
        "".join(part if isinstance(part, str) else f"<<{part['expression']}>>" for part in word(it))
        for it in words
    )


def _redirect(redirect: Redirect | None) -> dict[str, Any]:
    if redirect is None:
        return {}
    return {"append" if redirect.append else "write": word(redirect.target)}
