"""The condition of an `if`."""

from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Placeholder, Word
from awsbatch.language.shell_habit import shell_test

_LONGEST = len(["if", "<<condition>>"])


def parse_condition(words: tuple[Word, ...], kind: str) -> Placeholder:
    """Return the condition of `if <<…>>` or another `kind`; raise `ScriptError` for a fault."""
    if len(words) == 1:
        raise ScriptError(
            f"`{kind}` needs a condition", place=words[0].place, hint=f"write `{kind} <<…>>`"
        )
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
