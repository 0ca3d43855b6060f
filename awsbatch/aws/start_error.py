"""Errors of the AWS CLI's start, for which no command is to blame."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ConfigParseError

from awsbatch.fault.error import AwsbatchError
from awsbatch.fault.wording import uncapitalized


@contextmanager
def explained() -> Iterator[None]:
    """Raise `AwsbatchError` in place of any exception of the CLI's start in this block."""
    try:
        yield
    except Exception as error:
        why, hint = _cause(error)
        raise AwsbatchError(f"the AWS CLI cannot start: {why}", hint=hint) from error


def _cause(error: Exception) -> tuple[str, str | None]:
    match error:
        case ConfigParseError(kwargs={"path": path}):
            return f"its configuration in `{path}` cannot be read", _line_of(error.__context__)
        case ModuleNotFoundError(name=str(name)):
            return f"there is no plugin or module `{name}`", "install it, or leave it out"
        case _:
            message = str(error).strip().replace("'", "`") or type(error).__name__
            return uncapitalized(message), None


def _line_of(error: object) -> str | None:
    """Return a hint with the first line that `configparser` refuses, if the error has it."""
    lines = getattr(error, "errors", None) or [(getattr(error, "lineno", None), "")]
    return f"look at its line {lines[0][0]}" if lines[0][0] else None
