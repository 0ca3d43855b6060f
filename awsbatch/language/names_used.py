"""The names that statements need a value of."""

from collections.abc import Iterable, Iterator, Sequence

from awsbatch.language.model import (
    Assert,
    Assign,
    Capture,
    Condition,
    Defaults,
    Fail,
    For,
    If,
    Input,
    Placeholder,
    Print,
    Question,
    Redirect,
    Run,
    Statement,
    While,
    Word,
)
from awsbatch.language.names_set import within


def names_used(statements: Iterable[Statement]) -> Iterator[str]:
    """Yield each name that is in a placeholder of these statements, at any depth.

    Some are set by the statements themselves.
    """
    for statement in within(statements):
        for placeholder in _placeholders(statement):
            yield from placeholder.expression.names


def _placeholders(statement: Statement) -> Iterator[Placeholder]:
    match statement:
        case Assign(value=value):
            yield value
        case Input(default=Placeholder() as default):
            yield default
        case If(branches):
            for branch in branches:
                yield from _of_condition(branch.condition)
        case Assert(condition, words):
            yield condition
            yield from _of_words(words)
        case Run(command, redirect):
            yield from _of_words((*command.words, *_target(redirect)))
        case Print(words, redirect):
            yield from _of_words((*words, *_target(redirect)))
        case Capture(_, command) | While(Capture(_, command)):
            yield from _of_words(command.words)
        case For(words=words) | Defaults(words) | Fail(words):
            yield from _of_words(words)
        case _:
            pass


def _of_condition(condition: Condition | None) -> Iterator[Placeholder]:
    match condition:
        case Placeholder():
            yield condition
        case Question(command):
            yield from _of_words(command.words)
        case None:
            pass


def _of_words(words: Sequence[Word]) -> Iterator[Placeholder]:
    return (part for word in words for part in word.parts if isinstance(part, Placeholder))


def _target(redirect: Redirect | None) -> Sequence[Word]:
    return () if redirect is None else (redirect.target,)
