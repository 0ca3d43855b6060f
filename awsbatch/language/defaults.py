"""What a `defaults` statement says."""

from collections.abc import Iterator

from awsbatch.contract.global_option import GlobalOption, GlobalOptions
from awsbatch.contract.signer import SIGNING
from awsbatch.fault.error import ScriptError
from awsbatch.fault.suggestion import meant
from awsbatch.language.model import Defaults, Part, Placeholder, Word
from awsbatch.record import record

_SIGNING = {name: GlobalOption(name, takes_value=True) for name in SIGNING}
"""The options of awsbatch's own, which choose who signs, by name."""

_VALUES = {
    "--credentials": "<<NAME>>",
    "--endpoint-url": "URL",
    "--output": "json",
    "--profile": "NAME",
    "--region": "us-east-1",
    "--role-arn": "arn:aws:iam::123456789012:role/NAME",
}
"""What hints show as the values of options."""


@record
class Default:
    """An option that a `defaults` statement gives to commands."""

    option: str
    """Its full name."""
    words: tuple[Word, ...]
    """One for a flag or `--option=value`, otherwise two."""

    @property
    def signs(self) -> bool:
        """Whether it is one of awsbatch's own, which the AWS CLI does not have."""
        return self.option in _SIGNING

    @property
    def value(self) -> tuple[Part, ...]:
        """What stands behind the option, or behind its `=`."""
        if len(self.words) > 1:
            return self.words[1].parts
        first, *rest = self.words[0].parts
        text = first.partition("=")[2] if isinstance(first, str) else ""
        return (text, *rest) if text else tuple(rest)

    @property
    def placeholder(self) -> Placeholder | None:
        """The placeholder that is its whole value, if one is."""
        match self.value:
            case (Placeholder() as only,):
                return only
            case _:
                return None

    @property
    def literal(self) -> str | None:
        """Its value as it is written, or None where a placeholder is in it."""
        texts = [part for part in self.value if isinstance(part, str)]
        return "".join(texts) if len(texts) == len(self.value) else None


def given(statement: Defaults, options: GlobalOptions) -> list[Default]:
    """Return what a `defaults` statement gives, without its faults."""
    return [found for found in read(statement, options) if isinstance(found, Default)]


def read(statement: Defaults, options: GlobalOptions) -> Iterator[Default | ScriptError]:
    """Yield what a `defaults` statement gives, and its faults, in their order."""
    left = list(reversed(statement.words))
    while left:
        word = left.pop()
        name, equals = _option(word)
        option = _SIGNING.get(name) or options.get(name)
        if option is None or option.is_question:
            yield _unknown(name, word, options)
            _drop_values(left)
        elif not option.takes_value and equals:
            hint = f"write `{name}` alone"
            yield ScriptError(f"`{name}` takes no value", place=word.place, hint=hint)
        elif not option.takes_value or equals:
            yield Default(name, (word,))
        elif left and not _is_option(left[-1]):
            yield Default(name, (word, left.pop()))
        else:
            hint = f"write `defaults {name} {_VALUES.get(name, 'VALUE')}`"
            yield ScriptError(f"`{name}` needs a value", place=word.place, hint=hint)


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


def _unknown(name: str, word: Word, options: GlobalOptions) -> ScriptError:
    if not name.startswith("--"):
        return _no_option(name, word, options)
    if options.get(name) is not None:
        message = f"`{name}` is not for commands: the AWS CLI answers it and runs none"
        return ScriptError(message, place=word.place, hint=f"write `aws {name}`")
    hint = (
        options.elsewhere(name) or _meant(name, options) or "write it in each command that takes it"
    )
    return ScriptError(f"there is no global option `{name}`", place=word.place, hint=hint)


def _no_option(name: str, word: Word, options: GlobalOptions) -> ScriptError:
    if name:
        found, hint = f"`{name}`", _meant(name, options) or "put a value that has spaces in quotes"
    else:
        found = "a placeholder" if word.parts else "an empty word"
        hint = "write the option itself, such as `--region us-east-1`"
    message = f"expected a global option of the AWS CLI, found {found}"
    return ScriptError(message, place=word.place, hint=hint)


def _meant(name: str, options: GlobalOptions) -> str | None:
    names = [option.name for option in options if not option.is_question]
    return meant(name, [*names, *_SIGNING])
