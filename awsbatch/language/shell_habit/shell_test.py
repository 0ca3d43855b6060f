"""Conditions as they are written for a shell or another language."""

import re
from dataclasses import replace

from awsbatch.expression.expression import compile_expression
from awsbatch.fault.error import ScriptError
from awsbatch.language.lexer import FaultyLine
from awsbatch.language.model import Placeholder, Word
from awsbatch.language.shell_habit import loop

# What comes after a `;` on the line, mostly `then`, is not looked at.
_TEST = re.compile(
    r"[ \t]*(?:else[ \t]+)?if[ \t]+(?P<sign>\[\[?|test)[ \t]+"
    r"(?P<inner>.*?)[ \t]*(?:\]\]?)?[ \t]*(?:;.*)?\Z"
)
# One value, quoted or not: `$name`, `${name}` or a placeholder.
_VALUE = r"""["']?(?:\$\{?(?P<name>[A-Za-z_]\w*)\}?|<<(?P<expression>[^<>]*)>>)["']?"""
_EMPTY = re.compile(rf"(?P<option>-[nz])[ \t]+{_VALUE}", re.ASCII)
_EQUAL = re.compile(
    rf"{_VALUE}[ \t]+(?P<sign>==?|!=)[ \t]+[\"']?(?P<text>[\w./:@-]*)[\"']?", re.ASCII
)
_JOINED = re.compile(
    r"[ \t]*(?:else[ \t]+)?if[ \t]+<<(?P<left>[^<>]*)>>[ \t]*(?P<sign>&&|\|\|)"
    r"[ \t]*<<(?P<right>[^<>]*)>>[ \t]*\Z"
)
_NOT_COMMAND = re.compile(r"(?:not[ \t]+|![ \t]*)(?:@\S+[ \t]+)*aws[ \t].*")
_CAPTURE = re.compile(
    r"(?P<capture>(?P<name>[A-Za-z_]\w*)[ \t]+=[ \t]+(?:@\S+[ \t]+)*aws[ \t].*)", re.ASCII
)
_NOT = re.compile(r"(?:not|!)[ \t]*<<(?P<expression>[^<>]*)>>")
WORDS = frozenset(["not", "test"])
"""The words that begin a condition in a shell or in Python, and look like a service."""
_NO_CONDITION = re.compile(r"[ \t]*(?::|;?[ \t]*then|\{)?[ \t]*\Z")


def faulty_condition(line: FaultyLine) -> ScriptError:
    """Return the fault of an `if` that cannot be split into words.

    A shell's test in it counts as the fault, before the character that cannot be read.
    """
    if joined := _JOINED.match(line.place.text):
        left, sign, right = joined.groups()
        return ScriptError(
            "the condition of `if` must be one expression",
            place=replace(line.place, column=joined.start("sign") + 1, width=len(sign)),
            hint=f"write `if <<{left} {sign} {right}>>`",
        )
    if fault := loop.until(line.place):
        return fault
    match = _TEST.match(line.place.text)
    if match is None:
        return line.error
    place = replace(line.place, column=match.start("sign") + 1, width=len(match["sign"]))
    return ScriptError(
        f"shell tests such as `{match['sign']}` are not supported",
        place=place,
        hint=f"write `if <<{_tested(match['inner'])}>>`",
    )


def no_expression(word: Word, kind: str) -> ScriptError:
    """Return the fault of a condition that is not one placeholder."""
    place, text = word.place, word.place.text[word.place.column - 1 :]
    match word.parts:
        case (Placeholder(), ":"):
            return ScriptError(
                f"nothing can follow the condition of `{kind}`",
                place=replace(place, column=place.column + place.width - 1, width=1),
                hint="delete it",
            )
        case ("!",):
            negated = _NOT.fullmatch(text)
            return ScriptError(
                "`!` stands before a command, and inside the placeholder of an expression",
                place=place,
                hint=f"write `{kind} <<{_negated(negated) if negated else '…'}>>`",
            )
        case ("[" | "[[" | "test" as sign,):
            tested = _tested(text.removeprefix(sign).strip(" \t]"))
            return ScriptError(
                f"shell tests such as `{sign}` are not supported",
                place=place,
                hint=f"write `{kind} <<{tested}>>`",
            )
        case _ if hint := _asking(text, kind):
            return ScriptError(
                f"the condition of `{kind}` must be one expression, or a command",
                place=place,
                hint=hint,
            )
        case _:
            return ScriptError(
                f"the condition of `{kind}` must be one expression",
                place=place,
                hint=f"write `{kind} <<{_meant(word, text)}>>`",
            )


def _asking(text: str, kind: str) -> str | None:
    """Return a hint where a command was meant to be asked in another language's way."""
    if _NOT_COMMAND.fullmatch(text):
        return f"write `{kind} ! @ignore=CODE COMMAND`, with the code of the failure that means no"
    if match := _CAPTURE.fullmatch(text):
        return f"write `{match['capture']}` on a line before, and `{kind} <<{match['name']}>>`"
    return None


def _meant(word: Word, text: str) -> str:
    """Return a condition without its `<<…>>` if it is a valid expression, else `…`."""
    if negated := _NOT.fullmatch(text):
        return _negated(negated)
    end = _NO_CONDITION.search(text)
    meant = text[: end.start()] if end else text
    # Compiled to see whether it is valid: a hint must work as it is typed.
    try:
        compile_expression(meant, word.place)
    except ScriptError:
        return "…"
    return meant


def _negated(match: re.Match[str]) -> str:
    expression = match["expression"].strip()
    # `!a == b` would be `(!a) == b`.
    return f"!({expression})" if re.search(r"[&|=<>!]", expression) else f"!{expression}"


def _tested(test: str) -> str:
    """Return the expression for a shell's test of one value, or `…` for any other test."""
    if match := _EMPTY.fullmatch(test):
        return f"{'!' if match['option'] == '-z' else ''}{_value(match)}"
    if match := _EQUAL.fullmatch(test):
        sign = "!=" if match["sign"] == "!=" else "=="
        return f"{_value(match)} {sign} '{match['text']}'"
    return "…"


def _value(match: re.Match[str]) -> str:
    name: str | None = match["name"]
    if name is None:
        return str(match["expression"])
    # By convention, variables of the environment are in capitals.
    return f"env.{name}" if name.isupper() else name
