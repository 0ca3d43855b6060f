"""Names, counts and the words of other programs, as messages show them."""

from collections.abc import Iterable


def quoted(name: str) -> str:
    """Return the name in backquotes."""
    return f"`{name}`"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Return one name or more in backquotes, with commas and, before the last, a conjunction."""
    *others, final = map(quoted, names)
    return f"{', '.join(others)} {last} {final}" if others else final


def counted(number: int, noun: str) -> str:
    """Return the number and the noun, which gets an `s` unless the number is 1."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def uncapitalized(message: str) -> str:
    """Return another program's message as a part of ours: no capital, and no full stop.

    A name that begins it, such as `STS` or `S3`, stays as it is.
    """
    is_name = message[1:2].isupper() or message[1:2].isdigit()
    return (message if is_name else f"{message[:1].lower()}{message[1:]}").rstrip(".")


def reason(error: OSError | ValueError) -> str:
    """Return why the operating system or Python refused something; never an empty string.

    Python raises `ValueError` for a file name that holds a null byte.
    """
    text = error.strerror if isinstance(error, OSError) else None
    return (text or str(error) or type(error).__name__).lower()
