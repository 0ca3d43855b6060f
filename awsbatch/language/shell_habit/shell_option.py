"""The options that a shell's `set` takes, and what has their effect here."""

import re
from collections.abc import Iterator, Sequence

from awsbatch.language.model import Word
from awsbatch.language.shell_habit import environment_variable
from awsbatch.language.shell_habit.environment_variable import ASSIGNMENT

_ERREXIT = "write `set -e`: a failed command then ends its block"
_GOING_ON = "write `set +e`: a failed command then does not end its block"
_NOTHING = "delete the line: a name that is not set is reported before anything runs"
_TRACE = "delete the line: `awsbatch run -v` shows each command as it starts"
_HINTS = {
    "E": "delete the line: it is for a `trap`; `set -e` has a failed command end its block",
    "f": "delete the line: nothing is expanded",
    "pipefail": "delete the line: there are no pipes",
    "v": _TRACE,
    "x": _TRACE,
}
"""What to write instead of these options, where `e` is not one of the line's."""
_LETTERS = {
    "errexit": "e",
    "errtrace": "E",
    "noglob": "f",
    "nounset": "u",
    "verbose": "v",
    "xtrace": "x",
}
"""The letters for the names of options, which follow `-o`."""


def hint(words: Sequence[Word]) -> str | None:
    """Return a hint at what to write instead of `set` and these words."""
    text = " ".join(word.literal or "…" for word in words)
    if (match := ASSIGNMENT.match(text)) and environment_variable.is_aws(match[1]):
        return environment_variable.alone(words)
    if re.fullmatch(r"[A-Za-z_]\w*([ =].*)?", text, re.ASCII):
        name, value = re.split(r"[ =]+", f"{text} ", maxsplit=1)
        return f"write `{name} = <<'{value.strip()}'>>`" if value.strip() else f"write `{name} = …`"
    if text.startswith("-- "):
        return "give them on the command line: `awsbatch run FILE -- WORD…` sets `<<args>>`"
    given = dict(_given(words)) if words else {"e": "-"}
    if "e" in given:
        return _ERREXIT if given["e"] == "-" else _GOING_ON
    return next((_HINTS[option] for option in given if option in _HINTS), _NOTHING)


def _given(words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """Yield each option, by its letter if it has one, and its sign."""
    rest = iter(word.literal or "" for word in words)
    for word in rest:
        if word[:1] not in {"-", "+"}:
            return
        for letter in word[1:]:
            name = next(rest, "") if letter == "o" else letter
            yield _LETTERS.get(name, name), word[0]
