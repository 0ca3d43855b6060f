"""The AWS CLI command that the words of a line are."""

from awsbatch.fault.error import ScriptError
from awsbatch.language import modifier
from awsbatch.language.model import Command, Placeholder, Word
from awsbatch.language.name import NAME
from awsbatch.language.shell_habit import first_word, mistyped_keyword

_SIGNS = frozenset([":=", "==", "+=", "?=", "<-", "->"])


def parse_command(words: tuple[Word, ...], *, captured: bool = False) -> Command:
    """Parse a command with its modifiers; raise `ScriptError` for a fault in it."""
    number = modifier.count(words)
    modifiers = modifier.parse_modifiers(words[:number])
    if number == len(words):
        raise ScriptError(
            "expected a command after this modifier",
            place=words[-1].place,
            hint="write the command after it, on the same line",
        )
    if modifiers.secret and not captured:
        raise modifier.prints_secret(next(each for each in words if each.literal == "@secret"))
    words = words[number:]
    place = words[0].place
    # After `aws`, any word may be a service, such as an alias called `echo`.
    if words[0].literal != "aws":
        first_word.refuse(words)
        _refuse_tight_assignment(words)
    elif len(words) == 1:
        raise ScriptError(
            "`aws` alone is not a command", place=place, hint="write `aws SERVICE OPERATION`"
        )
    else:
        words = words[1:]
    # With these known, the whole line can be checked before anything runs.
    _check_literal(words[0], "service")
    if len(words) > 1 and not words[0].starts_with("-"):
        _check_literal(words[1], "operation", words[0])
    check_options(words)
    return Command(words, place, modifiers)


def check_options(words: tuple[Word, ...]) -> None:
    """Raise `ScriptError` for an option with a placeholder in its name."""
    for word in words:
        if len(word.parts) > 1 and word.starts_with("--"):
            _check_option(word)


def _check_literal(word: Word, kind: str, service: Word | None = None) -> None:
    if word.literal is None and not (kind == "service" and word.starts_with("-")):
        raise ScriptError(
            f"the {kind} of a command cannot be a placeholder",
            place=word.place,
            hint=_statement(word, service) or f"write the {kind} itself",
        )


def _statement(word: Word, service: Word | None) -> str | None:
    """Return the hint for a line with a placeholder that was to be no command, or None."""
    text, start = word.place.text, word.place.column - 1
    written = text[start : start + word.place.width]
    if text.strip() == written:
        # As in a shell of Python, where a value alone is shown.
        return f"`print {written}` shows it"
    keyword = mistyped_keyword.meant(service.literal or "") if service else None
    return f"did you mean `{keyword}`?" if keyword else None


def _check_option(word: Word) -> None:
    match word.parts:
        case (str(text), Placeholder() as inside, *_) if "=" not in text:
            raise ScriptError(
                "the name of an option cannot contain a placeholder",
                place=inside.place,
                hint="write the option itself",
            )
        case _:
            # In `--option=<<x>>`, the name is complete.
            return


def _refuse_tight_assignment(words: tuple[Word, ...]) -> None:
    """Raise `ScriptError` for `NAME =value` and `NAME := value`, meant as assignments."""
    sign = words[1] if len(words) > 1 else None
    if sign is None or not (sign.literal in _SIGNS or sign.starts_with("=")):
        return
    name = words[0].literal
    if name is not None and NAME.fullmatch(name):
        raise ScriptError(
            f"expected `=`, found `{sign.literal}`"
            if sign.literal in _SIGNS
            else "expected a space after this `=`",
            place=sign.place,
            hint=f"write `{name} = …`",
        )
