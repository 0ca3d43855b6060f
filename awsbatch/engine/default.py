"""The commands that take up what a `defaults` statement says."""

from collections.abc import Mapping
from typing import TypeAlias

from awsbatch.contract import word as command
from awsbatch.engine.scope import Scope
from awsbatch.engine.substitution import substitute
from awsbatch.fault.error import ScriptError
from awsbatch.language import defaults as default
from awsbatch.language.model import Defaults as Statement

Defaults: TypeAlias = Mapping[str, tuple[command.Word, ...]]
"""By the name of each option, the words that give it."""


def settings(statement: Statement, scope: Scope) -> Defaults:
    """Return what a `defaults` statement sets; raise its first fault, and as `substitute`."""
    given: dict[str, tuple[command.Word, ...]] = {}
    for setting in default.read(statement):
        if isinstance(setting, ScriptError):
            raise setting
        given[setting.option] = _evaluated(setting, scope)
    return given


def completed(words: list[command.Word], defaults: Defaults) -> list[command.Word]:
    """Return a command's words and, at their end, the defaults that they do not set.

    A bare `--` ends the options, so that defaults go before it.
    """
    if not defaults:
        return words
    end = words.index(("--",)) if ("--",) in words else len(words)
    own = {option for word in words[:end] if (option := _own(word)) is not None}
    added = [word for option, given in defaults.items() if option not in own for word in given]
    return [*words[:end], *added, *words[end:]]


def _own(word: command.Word) -> str | None:
    """Return the global option that a word sets, abbreviated or not, as argparse reads it."""
    first = word[0] if word else ""
    if not isinstance(first, str) or not first.startswith("--"):
        return None
    name, equals, _ = first.partition("=")
    if len(word) > 1 and not equals:
        return None
    return _full_name(name)


def _full_name(name: str) -> str | None:
    if name in default.OPTIONS:
        return name
    meant = [option for option in default.OPTIONS if option.startswith(name)]
    return meant[0] if len(meant) == 1 else None


def _evaluated(setting: default.Default, scope: Scope) -> tuple[command.Word, ...]:
    words = tuple(substitute(setting.words, scope))
    if len(words) != len(setting.words):
        count = len(words) - 1
        message = f"`{setting.option}` takes one value, and this is a list of {count}"
        raise ScriptError(message, place=setting.words[-1].place)
    return words
