"""Statements as JSON, so that tables can say what a text parses to."""

from typing import Any

from awsbatch.language.lexer import LogicalLine
from awsbatch.language.model import (
    Assert,
    Assign,
    Branch,
    Capture,
    Code,
    Command,
    Defaults,
    ErrExit,
    Fail,
    Finally,
    For,
    If,
    Input,
    Parallel,
    Print,
    Question,
    Redirect,
    Run,
    Statement,
    While,
    Word,
)

FILE = "f.aws"


def word(it: Word) -> list[Any]:
    return [
        part if isinstance(part, str) else {"expression": part.expression.source}
        for part in it.parts
    ]


def line(it: LogicalLine) -> dict[str, Any]:
    return {"words": [word(each) for each in it.words], **_redirect(it.redirect)}


def statement(it: Statement) -> dict[str, Any]:  # noqa: C901, PLR0911, PLR0912 (a case each)
    match it:
        case Run(command, redirect):
            return {**_command(command), **_redirect(redirect)}
        case Print(words, redirect):
            return {"print": _text(words), **_redirect(redirect)}
        case Capture(name, command):
            return {"capture": _target(name, append=it.append), **_command(command)}
        case Assign(name, value):
            return {
                "assign": _target(name, append=it.append),
                "expression": value.expression.source,
            }
        case Input(name, default):
            shown = {} if default is None else {"default": default.expression.source}
            comment = {"comment": it.comment} if it.comment else {}
            return {"input": name, **shown, **comment, **({"secret": True} if it.secret else {})}
        case Defaults(words):
            return {"defaults": _text(words)}
        case For(name, words, body):
            kind = "parallel for" if it.parallel else "for"
            return {kind: name, "in": _text(words), "body": _body(body)}
        case While(Capture(name, command), body):
            bound = {"rounds": it.rounds, "pause": it.pause}
            return {"while": name, **_command(command), **bound, "body": _body(body)}
        case If(branches):
            return {"if": [_branch(each) for each in branches]}
        case Parallel(body):
            return {"parallel": _body(body)}
        case Finally(body):
            return {"finally": _body(body)}
        case Assert(condition, words):
            return {"assert": condition.expression.source, "message": _text(words)}
        case Fail(words):
            return {"fail": _text(words)}
        case ErrExit():
            return {"set": "-e" if it.ends else "+e"}


def _body(statements: tuple[Statement, ...]) -> list[dict[str, Any]]:
    return [statement(each) for each in statements]


def _branch(it: Branch) -> dict[str, Any]:
    match it.condition:
        case Question(command, negated):
            not_ = {"not": True} if negated else {}
            return {**not_, **_command(command), "body": _body(it.body)}
        case condition:
            source = condition.expression.source if condition is not None else None
            return {"condition": source, "body": _body(it.body)}


def _command(it: Command) -> dict[str, Any]:
    modifiers: dict[str, Any] = {}
    if it.modifiers.ignore:
        modifiers["ignore"] = _codes(it.modifiers.ignore)
    if it.modifiers.retry is not None:
        modifiers["retry"] = [it.modifiers.retry.times, *_codes(it.modifiers.retry.codes)]
    if it.modifiers.timeout is not None:
        modifiers["timeout"] = it.modifiers.timeout
    if it.modifiers.secret:
        modifiers["secret"] = True
    return {"run": _text(it.words), **modifiers}


def _codes(codes: tuple[Code, ...]) -> list[str]:
    return [code.pattern for code in codes]


def _target(name: str, *, append: bool) -> str:
    return f"{name}[]" if append else name


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
