"""The condition of an `if`: an expression, or a command that is asked how it ends."""

import re
from collections.abc import Sequence

from awsbatch.fault.error import ScriptError
from awsbatch.language import modifier
from awsbatch.language.command import parse_command
from awsbatch.language.lexer import LogicalLine
from awsbatch.language.model import Condition, Question, Word
from awsbatch.language.shell_habit import environment_variable, shell_test

_LONGEST = len(["if", "<<condition>>"])
_SERVICE_AND_OPERATION = 2
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
# The second of them: `is` and `in` are of Python.
_OF_OTHERS = frozenset(["and", "in", "is", "or", "then"])


def parse_condition(words: tuple[Word, ...], kind: str) -> Condition:
    """Return the condition of an `if` or another `kind`; raise `ScriptError` for a fault."""
    if len(words) == 1:
        raise ScriptError(
            f"`{kind}` needs a condition", place=words[0].place, hint=f"write `{kind} <<…>>`"
        )
    negated = words[1].literal == "!"
    asked = words[1 + negated :]
    if _is_command(asked):
        return Question(parse_command(asked), negated, words[1].place)
    condition = words[1].placeholder
    if condition is None:
        raise shell_test.no_expression(words[1], kind)
    if len(words) > _LONGEST:
        extra = words[2]
        hint = (
            "delete it"
            if extra.literal in {"then", "{"}
            else "write one expression, with && and ||"
        )
        raise ScriptError(
            f"nothing can follow the condition of `{kind}`", place=extra.place, hint=hint
        )
    return condition


def refuse_around(modifiers: Sequence[Word], words: Sequence[Word], line: LogicalLine) -> None:
    """Raise `ScriptError` for modifiers or a `> file` that were meant for the command of an `if`.

    `words` are those from the `if` on.
    """
    if len(words) == 1 or words[1].placeholder is not None:
        return
    if modifiers:
        modifier.refuse_secret(modifiers, "`if`")
        raise ScriptError(
            f"`{modifiers[0].literal or '@…'}` goes before the command that `if` asks",
            place=modifiers[0].place,
            hint=f"write `if {' '.join(each.literal or '@…' for each in modifiers)} COMMAND`",
        )
    if line.redirect is not None:
        raise ScriptError(
            "a command that `if` asks prints nothing",
            place=line.redirect.target.place,
            hint=f"delete it and the `{'>>' if line.redirect.append else '>'}` before it",
        )


def _is_command(words: tuple[Word, ...]) -> bool:
    """Return whether words are meant as a command, with its `aws` or without."""
    rest = words[modifier.count(words) :]
    if len(rest) < len(words) or (rest and rest[0].literal == "aws"):
        return True
    if environment_variable.before(rest):
        # A fault of the command.
        return True
    names = [word.literal or "" for word in rest[:_SERVICE_AND_OPERATION]]
    return (
        len(names) == _SERVICE_AND_OPERATION
        and all(map(_NAME.fullmatch, names))
        and names[0] not in shell_test.WORDS
        and names[1] not in _OF_OTHERS
    )
