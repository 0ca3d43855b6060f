"""The colours of messages, and whether there are any."""

from collections.abc import Mapping
from enum import Enum

from awsbatch.fault.style import Style, Text

_CODES: Mapping[Style, str] = {
    Style.ERROR: "1;31",
    Style.WARNING: "1;33",
    Style.FAILURE: "1;31",
    Style.HINT: "36",
    Style.HEADING: "1",
}
"""Bold red, bold yellow, cyan and bold, which every theme of a terminal has."""
# What a service answers, or a file is called, could move the cursor or change colours.
_ESCAPES = {
    number: f"\\x{number:02x}"
    for number in (*range(0x20), *range(0x7F, 0xA0))
    if chr(number) not in "\t\n"
}
_FORCING = ("FORCE_COLOR", "CLICOLOR_FORCE")


class ColorChoice(Enum):
    """When messages are coloured."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def is_colored(choice: ColorChoice, environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Return whether messages are coloured.

    What the command line says holds above the environment. There, NO_COLOR (no-color.org) holds
    above the others, as it does in Python's own messages; `0` is the one value that does not force.
    """
    if choice is not ColorChoice.AUTO:
        return choice is ColorChoice.ALWAYS
    if environment.get("NO_COLOR"):
        return False
    return is_terminal or any(environment.get(name, "0") not in {"", "0"} for name in _FORCING)


def painted(text: Text) -> str:
    """Return text with the codes of a terminal around each part that has a style, and no others."""
    if isinstance(text, str):
        return plain(text)
    return "".join(map(_painted, text.parts))


def plain(text: Text) -> str:
    """Return text without styles; its control characters are escaped, but for tabs and lines."""
    return str(text).translate(_ESCAPES)


def _painted(part: tuple[str, Style | None]) -> str:
    text, style = part
    shown = plain(text)
    return shown if style is None else f"\x1b[{_CODES[style]}m{shown}\x1b[0m"
