"""What makes a value impossible to parse, with its place and in our words."""

import re
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any

from awsbatch.aws.line_check.option_fault import NUMBERS, unlike
from awsbatch.aws.line_check.reading import GivenOption
from awsbatch.contract.finding import Finding
from awsbatch.fault.wording import uncapitalized

if TYPE_CHECKING:
    from awscli.shorthand import ShorthandParseSyntaxError

# The start of JSON that has lost its quotes, such as `{Name:` or `[a,`.
_UNQUOTED = re.compile(r"(?:\{|\[\{?)\s*(?P<string>[\w.-]+)\s*(?P<colon>:)?")
# A key with a colon instead of `=` after it, at the end of what could be parsed.
_COLON = re.compile(r"(?:^|,)(?P<key>[\w.#/-]+)(?P<colon>:)[^,]*\Z")


def unparsed(given: GivenOption, model: Any, error: Exception) -> Finding:
    """Return the fault of a value that the CLI cannot parse as its model's type."""
    # Imported here: it is slow, and of use for a fault only.
    from awscli.shorthand import DuplicateKeyInObjectError, ShorthandParseSyntaxError

    # awscli 1.46: it raises its own error while it handles the one that has the position.
    name, cause = given.matches[0], error.__context__
    wanted = NUMBERS.get(model.type_name)
    match cause or error:
        case JSONDecodeError() as fault:
            return invalid_json(given, fault)
        case ShorthandParseSyntaxError() as fault:
            return _invalid_shorthand(given, fault)
        case DuplicateKeyInObjectError() as fault:
            return _at(
                given,
                fault.value,
                fault.index,
                f"`{name}` has the key `{fault.key}` twice in one word",
                "put a space, not a comma, between two items",
            )
        case ValueError() if wanted is not None:
            return unlike(given.value, name, wanted)
        case _:
            return unreadable(given, error)


def invalid_json(given: GivenOption, error: JSONDecodeError) -> Finding:
    """Return the fault of a value that is not JSON."""
    name, message = given.matches[0], uncapitalized(error.msg.replace("'", "`"))
    hint = _json_hint(error.doc, error.pos)
    return _at(given, error.doc, error.pos, f"`{name}` is not valid JSON: {message}", hint)


def _json_hint(text: str, position: int) -> str | None:
    """Return the hint for JSON whose quotes are single, or are gone."""
    if text[position : position + 1] == "'":
        return "JSON has strings in double quotes"
    # The quotes inside a word are gone, as in a shell, unless others stand around it.
    unquoted = _UNQUOTED.match(text)
    if unquoted is None or '"' in text:
        return None
    string = f'"{unquoted["string"]}"'
    shown = f"{{{string}: …}}" if unquoted["colon"] else f"{string}, …"
    return f"write '{f'[{shown}]' if text[0] == '[' else shown}' in single quotes"


def _invalid_shorthand(given: GivenOption, error: "ShorthandParseSyntaxError") -> Finding:
    text, at, found = error.value, error.index, _sign(error.actual)
    hint = "write `Key=value,Key=value`, or JSON"
    colon = _COLON.search(text[:at])
    if error.expected == "=" and colon is not None:
        at, found = colon.start("colon"), "`:`"
        value = text[at + 1 :].partition(",")[0]
        hint = f"write `{colon['key']}={value}`"
    elif text.rstrip().endswith(",") and at >= len(text.rstrip()):
        is_last = text == given.values[-1]
        hint = "leave out the last `,`" if is_last else "leave out the space after the comma"
    message = f"`{given.matches[0]}` is not valid shorthand: expected {_sign(error.expected)}"
    return _at(given, text, at, f"{message}, found {found}", hint)


def unreadable(given: GivenOption, error: Exception) -> Finding:
    """Return the CLI's own message about a value, in the style of other messages."""
    name, value = given.matches[0], given.value
    if not value.strip():
        return unlike(value, name, "JSON or shorthand")
    if isinstance(error, NameError):
        # awscli 2.9 to 2.36: it does not know its own error.
        return Finding(value.place, f"`{name}` cannot be read")
    message = getattr(error, "message", None) or str(error)
    first = message.strip().split("\n")[0].rstrip(".:")
    return Finding(value.place, f"`{name}` cannot be read: {uncapitalized(first)}")


def _at(
    given: GivenOption, text: str, position: int, message: str, hint: str | None = None
) -> Finding:
    value = next((value for value in given.values if value == text), given.value)
    last = max(len(value) - 1, 0)
    return Finding(value.place, message, hint, value.offset + min(position, last), 1)


def _sign(text: str) -> str:
    """Return what a shorthand error expected or found, in words."""
    # awscli 1.46: it has these names for what is no character.
    return {"EOF": "the end", "<none>": "nothing", "<second>": "a value"}.get(text, f"`{text}`")
