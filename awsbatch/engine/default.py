"""What a `defaults` statement says, and the commands that take it up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from awsbatch.aws import command
from awsbatch.engine.scope import Scope
from awsbatch.engine.substitute import substitute
from awsbatch.errors import ScriptError
from awsbatch.language.model import Defaults as Statement
from awsbatch.language.model import Literal, Word

VALUED = frozenset(
    {
        "--ca-bundle",
        "--cli-connect-timeout",
        "--cli-read-timeout",
        "--color",
        "--endpoint-url",
        "--output",
        "--profile",
        "--query",
        "--region",
    }
)
"""The AWS CLI's global options that take a value."""

FLAGS = frozenset({"--debug", "--no-paginate", "--no-sign-request", "--no-verify-ssl"})
"""Those that take none."""

_OPTIONS = VALUED | FLAGS

_VALUES = {
    "--endpoint-url": "URL",
    "--output": "json",
    "--profile": "NAME",
    "--region": "us-east-1",
}
"""What stands for their values, or is one."""

Defaults: TypeAlias = Mapping[str, tuple[command.Word, ...]]
"""By the name of each option, the words that give it."""


@dataclass(frozen=True, slots=True)
class _Setting:
    option: str
    words: tuple[Word, ...]
    """One for a flag or `--option=value`, otherwise two."""


def check_defaults(statement: Statement) -> list[ScriptError]:
    """Find every fault of a `defaults` statement that needs no values to be seen."""
    return [found for found in _read(statement.words) if isinstance(found, ScriptError)]


def settings(statement: Statement, scope: Scope) -> Defaults:
    """Give what a `defaults` statement sets; raises its first fault, and as `substitute`."""
    given: dict[str, tuple[command.Word, ...]] = {}
    for setting in _read(statement.words):
        if isinstance(setting, ScriptError):
            raise setting
        given[setting.option] = _evaluated(setting, scope)
    return given


def completed(words: list[command.Word], defaults: Defaults) -> list[command.Word]:
    """Give a command's words and, at their end, the defaults that they do not set.

    A bare `--` ends the options, so that defaults go before it.
    """
    if not defaults:
        return words
    end = words.index(("--",)) if ("--",) in words else len(words)
    own = {option for word in words[:end] if (option := _own(word)) is not None}
    added = [word for option, given in defaults.items() if option not in own for word in given]
    return [*words[:end], *added, *words[end:]]


def _own(word: command.Word) -> str | None:
    """Give the global option that a word sets, abbreviated or not, as argparse reads it."""
    first = word[0] if word else ""
    if not isinstance(first, str) or not first.startswith("--"):
        return None
    name, equals, _ = first.partition("=")
    if len(word) > 1 and not equals:
        return None
    return _full_name(name)


def _full_name(name: str) -> str | None:
    if name in _OPTIONS:
        return name
    meant = [option for option in _OPTIONS if option.startswith(name)]
    return meant[0] if len(meant) == 1 else None


def _read(words: Sequence[Word]) -> Iterator[_Setting | ScriptError]:
    left = list(reversed(words))
    while left:
        word = left.pop()
        option, equals = _option(word)
        if option not in _OPTIONS:
            yield _unknown(option, word)
            _drop_values(left)
        elif option in FLAGS or equals:
            yield _alone(option, word, equals=equals)
        elif left and not _is_option(left[-1]):
            yield _Setting(option, (word, left.pop()))
        else:
            hint = f"write `defaults {option} {_VALUES.get(option, 'VALUE')}`"
            yield ScriptError(f"`{option}` needs a value", place=word.place, hint=hint)


def _option(word: Word) -> tuple[str, bool]:
    """Give a word's option, or all of its text, and whether `=` follows it."""
    match word.parts:
        case (Literal(text),):
            name, equals, _ = text.partition("=")
            return name, bool(equals)
        case (Literal(text), *_) if "=" in text:
            return text.partition("=")[0], True
        case _:
            return "", False


def _is_option(word: Word) -> bool:
    return _option(word)[0].startswith("--")


def _drop_values(left: list[Word]) -> None:
    while left and not _is_option(left[-1]):
        left.pop()


def _alone(option: str, word: Word, *, equals: bool) -> _Setting | ScriptError:
    if option in FLAGS and equals:
        return ScriptError(
            f"`{option}` takes no value", place=word.place, hint=f"write `{option}` alone"
        )
    return _Setting(option, (word,))


def _unknown(option: str, word: Word) -> ScriptError:
    if not option:
        message = "`defaults` takes global AWS CLI options, with literal names"
        return ScriptError(message, place=word.place, hint="such as `--region us-east-1`")
    near = get_close_matches(option, sorted(_OPTIONS), n=1)
    if option.startswith(("--cli-", "--no-cli-")) and not _is_misspelt(option):
        hint = "it came with version 2 of the AWS CLI: leave it out"
    elif near:
        hint = f"did you mean `{near[0]}`?"
    elif option.startswith("-"):
        hint = "it is no global option: write it in each command that takes it"
    else:
        hint = "put a value that has spaces in quotes"
    return ScriptError(f"`defaults` takes no `{option}`", place=word.place, hint=hint)


def _is_misspelt(option: str) -> bool:
    near = get_close_matches(option, sorted(_OPTIONS), 1, 0.9)
    return bool(near) and near[0].startswith("--cli-")


def _evaluated(setting: _Setting, scope: Scope) -> tuple[command.Word, ...]:
    words = tuple(substitute(setting.words, scope))
    if len(words) != len(setting.words):
        count = len(words) - 1
        message = f"`{setting.option}` takes one value, and this is a list of {count}"
        raise ScriptError(message, place=setting.words[-1].place)
    return words
