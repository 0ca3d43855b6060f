"""One line of words to the statement it is."""

import re
from typing import TypeAlias

from awsbatch.errors import ScriptError
from awsbatch.language import habit
from awsbatch.language.lexer import LogicalLine
from awsbatch.language.model import (
    Assign,
    Capture,
    Command,
    Defaults,
    For,
    Literal,
    Placeholder,
    Print,
    Redirect,
    Run,
    Word,
)

Simple: TypeAlias = Run | Capture | Assign | Defaults | Print

_SHORTEST_FOR = len(["for", "NAME", "in", "WORD"])
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAME_HINT = "a name is letters, digits and `_`, and does not begin with a digit"
_FIXED = {
    "args": "it holds the words after `--` on the command line",
    "env": "it holds the environment",
}
_LATER = {
    "assert": "to stop a run at a condition",
    "else": "for the other branch of an `if`",
    "finally": "for a block that runs however the run went",
    "if": "for a block that runs on a condition",
    "parallel": "for commands that run side by side",
    "set": "for options of the run from here on",
    "while": "for a block that runs until a condition ends",
}
LATER_BLOCKS = frozenset(["finally", "if", "parallel", "while"])
_KEYWORDS = frozenset([*_LATER, "defaults", "end", "for", "in", "print"])


def is_assignment(line: LogicalLine) -> bool:
    """Whether the line is `NAME = …`, whatever its first word is."""
    return len(line.words) > 1 and literal(line.words[1]) == "="


def literal(word: Word) -> str | None:
    """Give a word without placeholders as text."""
    if not word.parts:
        return ""
    # Not `match`, which takes three times as long, for each of 100,000 lines.
    first = word.parts[0]
    return first.text if isinstance(first, Literal) and len(word.parts) == 1 else None


def later(line: LogicalLine) -> ScriptError | None:
    """Refuse a word that the language keeps for a later version."""
    word = line.words[0]
    text = literal(word) or ""
    purpose = "for tags on a command" if text.startswith("@") else _LATER.get(text)
    if purpose is None:
        return None
    return ScriptError(
        f"`{text.split('=')[0]}` is kept {purpose}, which this version does not run yet",
        place=word.place,
    )


def parse_line(line: LogicalLine) -> Simple:
    """Parse a line that stands by itself; raises ScriptError for a faulty one."""
    if is_assignment(line):
        return _assignment(line)
    refused = later(line)
    if refused is not None:
        raise refused
    first = line.words[0]
    match literal(first):
        case "print":
            return Print(line.words[1:], line.redirect, first.place)
        case "defaults":
            return _defaults(line)
        case _:
            _refuse_tight_assignment(line.words)
            return Run(_command(line.words), line.redirect, first.place)


def parse_for(line: LogicalLine) -> For:
    """Parse `for NAME in WORD…`, as yet without its body."""
    words = line.words
    if len(words) < _SHORTEST_FOR or literal(words[2]) != "in":
        fault = words[min(len(words), 3) - 1]
        raise ScriptError(
            "this `for` is incomplete", place=fault.place, hint="write `for NAME in WORD…`"
        )
    if literal(words[-1]) == "do":
        raise ScriptError("a `for` line needs no `do`", place=words[-1].place, hint="delete it")
    _refuse_redirect(line.redirect, "a block's output cannot go to a file")
    return For(_name(words[1]), words[3:], (), words[1].place)


def _assignment(line: LogicalLine) -> Capture | Assign:
    target, equals, *rest = line.words
    name = _name(target)
    if not rest:
        raise ScriptError(
            f"`{name}` is given no value",
            place=equals.place,
            hint=f"write `{name} = COMMAND` or `{name} = <<…>>`",
        )
    _refuse_redirect(line.redirect, "a result that is kept cannot also go to a file")
    value = rest[0].placeholder
    if value is None:
        return Capture(name, _captured(name, tuple(rest)), target.place)
    if len(rest) > 1:
        raise ScriptError(
            f"nothing can follow the value of `{name}`",
            place=rest[1].place,
            hint="write one expression, or a command whose service is literal",
        )
    return Assign(name, value, target.place)


def _captured(name: str, words: tuple[Word, ...]) -> Command:
    first = words[0]
    text = literal(first)
    if text is not None and (text.startswith("@") or text in _KEYWORDS):
        raise ScriptError(
            f"`{text.split('=')[0]}` gives no result to keep",
            place=first.place,
            hint=f"write `{name} = COMMAND` or `{name} = <<…>>`",
        )
    lone = len(words) == 1 and text != "aws" and not (text or "").startswith("-")
    if text is None or lone or text in {"echo", "printf"}:
        raise ScriptError(
            f"this is not a command whose result `{name}` can keep",
            place=first.place,
            hint=f"for a value, write `{name} = <<{_quoted(text) if lone else '…'}>>`",
        )
    return _command(words)


def _quoted(text: str | None) -> str:
    return f"'{text}'" if text is not None and re.fullmatch(r"[^'\\\n]*", text) else "…"


def _defaults(line: LogicalLine) -> Defaults:
    first, *rest = line.words
    words = tuple(rest)
    if not (words and _starts_with(words[0], "--")):
        raise ScriptError(
            "`defaults` takes options of the AWS CLI",
            place=words[0].place if words else first.place,
            hint="write `defaults --region NAME` or `defaults --profile NAME`",
        )
    _refuse_redirect(line.redirect, "`defaults` prints nothing that could go to a file")
    _check_options(words)
    return Defaults(words, first.place)


def _command(words: tuple[Word, ...]) -> Command:
    place = words[0].place
    if literal(words[0]) != "aws":
        habit.refuse(words)
    elif len(words) == 1:
        raise ScriptError(
            "`aws` alone is not a command", place=place, hint="write `aws SERVICE OPERATION`"
        )
    else:
        words = words[1:]
    _check_literal(words[0], "service")
    if len(words) > 1 and not _starts_with(words[0], "-"):
        _check_literal(words[1], "operation")
    _check_options(words)
    return Command(words, place)


def _check_literal(word: Word, kind: str) -> None:
    if literal(word) is None and not (kind == "service" and _starts_with(word, "-")):
        raise ScriptError(
            f"the {kind} of a command cannot be a placeholder",
            place=word.place,
            hint=f"write the {kind} itself",
        )


def _check_options(words: tuple[Word, ...]) -> None:
    for word in words:
        if len(word.parts) > 1 and _starts_with(word, "--"):
            _check_option(word)


def _check_option(word: Word) -> None:
    match word.parts:
        case (Literal(text), Placeholder() as inside, *_) if "=" not in text:
            raise ScriptError(
                "the name of an option cannot hold a placeholder",
                place=inside.place,
                hint="write the option itself",
            )
        case _:
            return


def _starts_with(word: Word, prefix: str) -> bool:
    first = word.parts[0] if word.parts else None
    return isinstance(first, Literal) and first.text.startswith(prefix)


def _refuse_tight_assignment(words: tuple[Word, ...]) -> None:
    """Refuse `NAME =value`, which a shell and this language would read apart."""
    name = literal(words[0])
    tight = len(words) > 1 and _starts_with(words[1], "=")
    if tight and name and _NAME.fullmatch(name):
        raise ScriptError(
            "no space follows this `=`", place=words[1].place, hint=f"write `{name} = …`"
        )


def _refuse_redirect(redirect: Redirect | None, message: str) -> None:
    if redirect is not None:
        sign = ">>" if redirect.append else ">"
        raise ScriptError(
            message, place=redirect.target.place, hint=f"delete it and the `{sign}` before it"
        )


def _name(word: Word) -> str:
    text = literal(word) or ""
    if _NAME.fullmatch(text.removesuffix("[]")) and text.endswith("[]"):
        raise ScriptError(
            "`NAME[] =` is kept for lists that a loop adds to, which this version does not run yet",
            place=word.place,
        )
    if not _NAME.fullmatch(text):
        raise ScriptError("this cannot be a name", place=word.place, hint=_NAME_HINT)
    if text in _FIXED:
        raise ScriptError(f"`{text}` cannot be set: {_FIXED[text]}", place=word.place)
    if text in _KEYWORDS:
        raise ScriptError(f"`{text}` is a word of the language and not a name", place=word.place)
    return text
