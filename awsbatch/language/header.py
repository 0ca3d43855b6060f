"""The first line of a block."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from awsbatch.fault.error import ScriptError
from awsbatch.language import modifier
from awsbatch.language.assignment import block_redirect, is_assignment, parse_assignment
from awsbatch.language.condition import parse_condition, refuse_around
from awsbatch.language.lexer import FaultyLine, Line, LogicalLine
from awsbatch.language.model import (
    Assign,
    Branch,
    Condition,
    Finally,
    For,
    If,
    Parallel,
    Statement,
    While,
    Word,
)
from awsbatch.language.name import parse_name
from awsbatch.language.shell_habit import loop, mistyped_keyword, shell_test

Branches: TypeAlias = tuple[Branch, ...]
Header: TypeAlias = Callable[[Branches], Statement]
"""Makes a block's statement of its branches: one, or for `if` one more for each `else`."""

KINDS = frozenset(["finally", "for", "if", "parallel", "while"])
_SHORTEST_FOR = len(["for", "NAME", "in", "WORD"])
_READ_HINT = "write `input list` and `for NAME in <<list>>`, and run it with `--lines list=FILE`"
_WHILE_HINT = "write `while NAME = COMMAND`"


def opens(line: Line) -> str:
    """Return the keyword of the block that a line begins, even faultily, or an empty string."""
    if isinstance(line, FaultyLine):
        return line.first if line.first in KINDS else ""
    words = line.words
    if modifier.is_modifier(words[0]):
        words = words[modifier.count(words) :]
    kind = words[0].literal if words else None
    if kind not in KINDS or is_assignment(line):
        return ""
    # `parallel COMMAND` is a fault of one line, which no `end` follows.
    if kind == "parallel" and len(words) > 1 and words[1].literal != "for":
        return ""
    return kind


def refuse_line(line: LogicalLine) -> None:
    """Raise `ScriptError` for `parallel COMMAND`, for which `opens` returns nothing."""
    word = line.words[0]
    # Without this, `parallel` would be the service of an AWS CLI command.
    if word.literal == "parallel":
        rest = line.words[1:]
        mistyped_keyword.refuse_loop(rest, "parallel ")
        raise ScriptError(
            "only `for` can follow `parallel` on its line",
            place=rest[0].place,
            hint="write `parallel for NAME in WORD…`, the command on a line of its own, and `end`"
            if any(each.literal == ":::" for each in line.words)
            else "write `parallel`, the commands on lines of their own, and `end`",
        )


def parse_header(line: Line) -> Header:
    """Parse a line that begins a block; raise `ScriptError` for a fault in it."""
    if isinstance(line, FaultyLine):
        raise shell_test.faulty_condition(line)
    number = modifier.count(line.words)
    modifiers, words = line.words[:number], line.words[number:]
    kind = words[0].literal or ""
    if kind == "if":
        refuse_around(modifiers, words, line)
    if line.redirect is not None:
        raise block_redirect(line.redirect)
    if modifiers and kind != "while":
        raise modifier.misplaced(modifiers, f"`{kind}`")
    match kind:
        case "for":
            return _for(words, parallel=False)
        case "while":
            return _while(modifiers, words)
        case "if":
            return _if(words)
        case "parallel" if len(words) > 1:
            return _for(words[1:], parallel=True)
        case "parallel":
            return lambda branches: Parallel(branches[0].body, words[0].place)
        case _:
            _refuse_more(words)
            return lambda branches: Finally(branches[0].body, words[0].place)


def parse_else(line: Line) -> Condition | None:
    """Return the condition of an `else if`, or None for `else`; raise `ScriptError`."""
    if isinstance(line, FaultyLine):
        raise shell_test.faulty_condition(line)
    _, *rest = line.words
    if rest and rest[0].literal == "if":
        refuse_around([], rest, line)
    if line.redirect is not None:
        raise block_redirect(line.redirect)
    if not rest:
        return None
    if rest[0].literal != "if":
        raise ScriptError(
            "only `if` can follow `else` on its line",
            place=rest[0].place,
            hint="write it on a line of its own",
        )
    return parse_condition(tuple(rest), "else if")


def _for(words: tuple[Word, ...], *, parallel: bool) -> Header:
    hint = f"write `{'parallel ' if parallel else ''}for NAME in WORD…`"
    if len(words) < _SHORTEST_FOR or words[2].literal != "in":
        fault = words[min(len(words), 3) - 1]
        raise ScriptError("this `for` is incomplete", place=fault.place, hint=hint)
    # Before the name is parsed: a line of a shell is wrong in one way, not in three.
    loop.refuse_do(words[-1], "for")
    name = parse_name(words[1])
    for word in words[3:]:
        loop.refuse_expansion(word)
        if parallel:
            loop.refuse_jobs(word)
    loop.refuse_colon(words[-1])
    return lambda branches: For(name, words[3:], branches[0].body, words[1].place, parallel)


def _while(modifiers: tuple[Word, ...], words: tuple[Word, ...]) -> Header:
    bound = modifier.parse_bound(modifiers)
    captures = LogicalLine(words[1:], None)
    if not is_assignment(captures):
        place = words[min(len(words), 2) - 1].place
        reads = len(words) > 1 and words[1].literal == "read"
        raise ScriptError(
            "`while` needs a command, whose result says whether it repeats",
            place=place,
            hint=_READ_HINT if reads else _WHILE_HINT,
        )
    loop.refuse_do(words[-1], "while")
    capture = parse_assignment(captures)
    if isinstance(capture, Assign):
        raise ScriptError(
            "`while` takes a command, not a value, which would never change",
            place=capture.value.place,
            hint=_WHILE_HINT,
        )
    if capture.append:
        raise ScriptError(
            "`while` sets a name and cannot add to a list", place=capture.place, hint=_WHILE_HINT
        )
    return lambda branches: While(capture, branches[0].body, bound.rounds, bound.pause)


def _if(words: tuple[Word, ...]) -> Header:
    condition = parse_condition(words, "if")
    place = words[0].place
    return lambda branches: If((replace(branches[0], condition=condition), *branches[1:]), place)


def _refuse_more(words: tuple[Word, ...]) -> None:
    if len(words) > 1:
        raise ScriptError(
            f"nothing can follow `{words[0].literal}` on its line",
            place=words[1].place,
            hint="write it on a line of its own",
        )
