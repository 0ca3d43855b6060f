"""Statements of one line."""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from awsbatch.fault.error import ScriptError
from awsbatch.language import modifier
from awsbatch.language.assignment import (
    is_assignment,
    parse_assignment,
    refuse_redirect,
    secret_value,
)
from awsbatch.language.command import check_options, parse_command
from awsbatch.language.input import parse_input
from awsbatch.language.lexer import LogicalLine
from awsbatch.language.model import (
    Assert,
    Assign,
    Capture,
    Defaults,
    ErrExit,
    Fail,
    Input,
    Print,
    Run,
    Word,
)
from awsbatch.language.shell_habit import first_word, loop, mistyped_keyword, shell_option

Simple: TypeAlias = Run | Capture | Assign | Input | Defaults | Print | Assert | Fail | ErrExit

_REGION = "write `defaults --region NAME` or `defaults --profile NAME`"
_SHORTEST = len(["NAME", "="])
_SETTING = re.compile(r"(?:--)?(profile|region|output|query|endpoint-url)(?:=(.+))?")


def parse_line(line: LogicalLine) -> Simple:
    """Parse a line that neither begins nor ends a block; raise `ScriptError` for a fault."""
    first = line.words[0]
    place = first.place
    # The text is searched first, since this runs for every line.
    if "{" in place.text or line.words[-1].place.line != place.line:
        if "{{" in place.text or "{%" in place.text:
            first_word.refuse_template(line.words)
        for word in line.words:
            loop.refuse_braces(word)
    if is_assignment(line):
        return parse_assignment(line)
    if parse := _PARSERS.get(first.literal or ""):
        return parse(line)
    if modifier.is_modifier(first):
        rest = line.words[modifier.count(line.words) :]
        if rest and rest[0].literal == "input":
            return parse_input(line)
        _refuse_modified(line.words, rest)
    return Run(parse_command(line.words), line.redirect, place)


def _print(line: LogicalLine) -> Print:
    first, *rest = line.words
    return Print(tuple(rest), line.redirect, first.place)


def _defaults(line: LogicalLine) -> Defaults:
    first, *rest = line.words
    words = tuple(rest)
    if not (words and words[0].starts_with("--")):
        raise ScriptError(
            "`defaults` takes options of the AWS CLI",
            place=words[0].place if words else first.place,
            hint=_defaults_hint(words),
        )
    refuse_redirect(line.redirect, "`defaults` has no output to redirect")
    check_options(words)
    return Defaults(words, first.place)


def _defaults_hint(words: tuple[Word, ...]) -> str:
    """Return a hint for `region=NAME`, `region NAME` and `region = NAME`."""
    given = [word.literal or "…" for word in words if word.literal != "="]
    match = _SETTING.fullmatch(given[0]) if given else None
    if match is None:
        return _REGION
    return f"write `defaults --{match[1]} {match[2] or ' '.join(given[1:2]) or 'VALUE'}`"


def _assert(line: LogicalLine) -> Assert:
    first, *rest = line.words
    condition = rest[0].placeholder if rest else None
    if condition is None:
        raise ScriptError(
            "`assert` takes an expression, and then a message",
            place=rest[0].place if rest else first.place,
            hint="write `assert <<…>> MESSAGE`",
        )
    refuse_redirect(line.redirect, "`assert` has no output to redirect")
    return Assert(condition, tuple(rest[1:]), first.place)


def _fail(line: LogicalLine) -> Fail:
    first, *rest = line.words
    if not rest:
        raise ScriptError("`fail` needs a message", place=first.place, hint="write `fail MESSAGE`")
    refuse_redirect(line.redirect, "`fail` has no output to redirect")
    return Fail(tuple(rest), first.place)


def _set(line: LogicalLine) -> ErrExit:
    first, *rest = line.words
    given = [word.literal for word in rest]
    if given not in (["-e"], ["+e"]):
        place = rest[0].place if rest else first.place
        raise ScriptError(
            "`set` takes only `-e` or `+e`", place=place, hint=shell_option.hint(rest)
        )
    refuse_redirect(line.redirect, "`set` has no output to redirect")
    return ErrExit(first.place, ends=given == ["-e"])


def _refuse_modified(words: tuple[Word, ...], rest: tuple[Word, ...]) -> None:
    """Raise `ScriptError` for a modifier before a keyword or before the name of a capture.

    `rest` are the words without the modifiers.
    """
    if not rest:
        return
    first = rest[0].literal
    if first in _PARSERS:
        raise modifier.misplaced(words, f"`{first}`")
    mistyped_keyword.refuse_loop(rest)
    if len(rest) > 1 and rest[1].literal == "=":
        modifier.parse_modifiers(words[: len(words) - len(rest)])
        if words[0].literal == "@secret" and len(rest) > _SHORTEST and rest[2].placeholder:
            raise secret_value(rest[0].literal or "NAME", words[0])
        raise _before_name(words[0], rest[0])


def _before_name(first: Word, name: Word) -> ScriptError:
    return ScriptError(
        "a modifier goes between the `=` and the command",
        place=first.place,
        hint=f"write `{name.literal or 'NAME'} = {first.literal or '@…'} COMMAND`",
    )


_PARSERS: Mapping[str, Callable[[LogicalLine], Simple]] = {
    "assert": _assert,
    "defaults": _defaults,
    "fail": _fail,
    "input": parse_input,
    "print": _print,
    "set": _set,
}
"""What reads the lines that begin with these words."""
