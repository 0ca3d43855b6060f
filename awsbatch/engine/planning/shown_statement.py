"""Statements as a plan shows them that it does not carry out, on one line each."""

from collections.abc import Iterable

from awsbatch.contract.quoting import joined
from awsbatch.engine.command_mask import CommandMask
from awsbatch.engine.scope import NotSetError, Scope
from awsbatch.engine.shown_command import PlannedWords
from awsbatch.engine.substitution import as_written, source_of, substitute, texts
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Assert, Branch, Command, Fail, For, Print, Question, While, Word
from awsbatch.redaction.book import Book


def branch(shown: Branch, scope: Scope, mask: CommandMask, *, is_first: bool) -> str:
    """Return the line that a branch of an `if` begins with."""
    match shown.condition:
        case None:
            return "else"
        case Question(command, negated):
            text = f"{'! ' if negated else ''}{_command(command, scope, mask)}"
        case placeholder:
            text = source_of(placeholder)
    return f"{'' if is_first else 'else '}if {text}"


def loop(shown: For, values: str) -> str:
    """Return the line that a loop over these values begins with."""
    return f"{'parallel ' if shown.parallel else ''}for {shown.name} in {values}"


def repetition(shown: While, scope: Scope, mask: CommandMask) -> str:
    """Return the line that a `while` begins with."""
    capture = shown.capture
    return f"while {capture.name} = {_command(capture.command, scope, mask)}"


def guard(shown: Assert | Fail, scope: Scope, secrets: Book) -> str:
    """Return an `assert` or a `fail`, with the values that are known."""
    words = _texts(shown.words, scope, secrets)
    if isinstance(shown, Fail):
        return joined(["fail", *words])
    return " ".join(["assert", source_of(shown.condition), *([joined(words)] if words else [])])


def writing(shown: Print, scope: Scope, file: str, secrets: Book) -> str:
    """Return a `print` into a file, with the values that are known."""
    arrow = ">>" if shown.redirect is not None and shown.redirect.append else ">"
    return f"{joined(['print', *_texts(shown.words, scope, secrets)])} {arrow} {joined([file])}"


def _command(shown: Command, scope: Scope, mask: CommandMask) -> str:
    try:
        words = substitute(shown.words, scope, spoken=True)
    except (NotSetError, ScriptError):
        return joined(["aws", *as_written(shown.words)])
    return joined(PlannedWords(words, mask))


def _texts(words: Iterable[Word], scope: Scope, secrets: Book) -> list[str]:
    """Return the texts of words, all as written where one cannot be evaluated."""
    words = [*words]
    try:
        return texts(words, scope, secrets)
    except (NotSetError, ScriptError):
        return [*as_written(words)]
