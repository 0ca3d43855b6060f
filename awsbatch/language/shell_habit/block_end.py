"""The words that begin and end blocks in other languages."""

from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Word

_SHELL_ENDS = frozenset(["done", "esac", "fi"])
_OTHER_ENDS = frozenset(["endfor", "endif", "endparallel", "endwhile", "end-for", "end-if"])
FOREIGN = _SHELL_ENDS | _OTHER_ENDS
"""The words that end a block in another language."""
SIMILAR = frozenset(["case", "foreach", "parallel", "parfor", "select", "until"])
"""The words that begin a block in another language, and `parallel` before a command."""


def foreign(word: Word) -> ScriptError:
    """Return the fault of a word of `FOREIGN` in place of an `end`."""
    message = f"there is no statement `{word.literal}`"
    if word.literal in _SHELL_ENDS:
        message = f"`{word.literal}` belongs in a shell, not here"
    return ScriptError(message, place=word.place, hint="write `end`")
