"""What a `defaults` statement says."""

from collections.abc import Iterator

from awsbatch.fault.error import ScriptError
from awsbatch.fault.suggestion import meant, nearest
from awsbatch.language.model import Defaults, Word
from awsbatch.record import record

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

OPTIONS = VALUED | FLAGS
"""All of them."""

_VALUES = {
    "--endpoint-url": "URL",
    "--output": "json",
    "--profile": "NAME",
    "--region": "us-east-1",
}
"""What stands for their values, or is one."""


@record
class Default:
    """An option that it gives to the commands."""

    option: str
    words: tuple[Word, ...]
    """One for a flag or `--option=value`, otherwise two."""


def check_defaults(statement: Defaults) -> list[ScriptError]:
    """Find every fault of a `defaults` statement that needs no values to be seen."""
    return [found for found in read(statement) if isinstance(found, ScriptError)]


def read(statement: Defaults) -> Iterator[Default | ScriptError]:
    """Yield what a `defaults` statement gives, and its faults, in their order."""
    left = list(reversed(statement.words))
    while left:
        word = left.pop()
        option, equals = _option(word)
        if option not in OPTIONS:
            yield _unknown(option, word)
            _drop_values(left)
        elif option in FLAGS or equals:
            yield _alone(option, word, equals=equals)
        elif left and not _is_option(left[-1]):
            yield Default(option, (word, left.pop()))
        else:
            hint = f"write `defaults {option} {_VALUES.get(option, 'VALUE')}`"
            yield ScriptError(f"`{option}` needs a value", place=word.place, hint=hint)


def _option(word: Word) -> tuple[str, bool]:
    """Return a word's option, or all of its text, and whether `=` follows it."""
    match word.parts:
        case (str(text),):
            name, equals, _ = text.partition("=")
            return name, bool(equals)
        case (str(text), *_) if "=" in text:
            return text.partition("=")[0], True
        case _:
            return "", False


def _is_option(word: Word) -> bool:
    return _option(word)[0].startswith("--")


def _drop_values(left: list[Word]) -> None:
    while left and not _is_option(left[-1]):
        left.pop()


def _alone(option: str, word: Word, *, equals: bool) -> Default | ScriptError:
    if option in FLAGS and equals:
        return ScriptError(
            f"`{option}` takes no value", place=word.place, hint=f"write `{option}` alone"
        )
    return Default(option, (word,))


def _unknown(option: str, word: Word) -> ScriptError:
    if not option:
        message = "`defaults` takes global AWS CLI options, with literal names"
        return ScriptError(message, place=word.place, hint="such as `--region us-east-1`")
    near = meant(option, sorted(OPTIONS))
    if option.startswith(("--cli-", "--no-cli-")) and not _is_misspelt(option):
        hint = "it came with version 2 of the AWS CLI: leave it out"
    elif near:
        hint = near
    elif option.startswith("-"):
        hint = "it is no global option: write it in each command that takes it"
    else:
        hint = "put a value that has spaces in quotes"
    return ScriptError(f"`defaults` takes no `{option}`", place=word.place, hint=hint)


def _is_misspelt(option: str) -> bool:
    near = nearest(option, sorted(OPTIONS), likeness=0.9)
    return near is not None and near.startswith("--cli-")
