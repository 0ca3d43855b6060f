"""The names that a script may set."""

import re

from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Word
from awsbatch.language.shell_habit import environment_variable

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
KEYWORDS = frozenset(
    [
        *("assert", "defaults", "else", "end", "fail", "finally", "for", "if", "in", "input"),
        *("parallel", "print", "set", "while"),
    ]
)
"""The words of the language, none of which can be a name."""
GIVEN = {
    "args": "it holds the words after `--` on the command line",
    "env": "it holds the environment",
}
"""The names that every script has, and what each holds."""

_ASSIGNED = re.compile(r"[ \t]*=[ \t]*(<<.*>>)[ \t]*")
_ANOTHER = "choose another name"
_HINT = "a name is letters, digits and `_`, and does not begin with a digit"


def parse_name(word: Word) -> str:
    """Return the word as a name; raise `ScriptError` if it cannot be one."""
    text = word.literal or ""
    if not NAME.fullmatch(text):
        meant = re.sub(r"[-.:]", "_", text)
        hint = f"write `{meant}`: {_HINT}" if NAME.fullmatch(meant) else _HINT
        raise ScriptError("expected a name", place=word.place, hint=hint)
    if text in GIVEN:
        raise ScriptError(f"`{text}` cannot be set: {GIVEN[text]}", place=word.place, hint=_ANOTHER)
    if environment_variable.is_aws(text):
        end = word.place.column - 1 + word.place.width
        value = _ASSIGNED.fullmatch(word.place.text, end)
        hint = environment_variable.chosen(text, value[1] if value else None)
        raise ScriptError(f"the name `{text}` chooses nothing here", place=word.place, hint=hint)
    if text in KEYWORDS:
        raise ScriptError(f"`{text}` is a keyword, not a name", place=word.place, hint=_ANOTHER)
    return text


def parse_target(word: Word) -> tuple[str, bool]:
    """Return the name before a `=` and whether `[]` follows it; raise as `parse_name` does."""
    text = word.literal or ""
    if not text.endswith("[]") or not NAME.fullmatch(text.removesuffix("[]")):
        return parse_name(word), False
    return parse_name(Word((text.removesuffix("[]"),), word.place)), True
