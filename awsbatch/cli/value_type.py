"""The types of what options are given: each takes a text, and raises `UnexpectedError`."""

import math
import re
from enum import Enum
from typing import TypeVar

from awsbatch.cli.joblog.log_choice import InDoubt, Resume
from awsbatch.engine.halt import Halt
from awsbatch.fault.suggestion import meant
from awsbatch.fault.wording import listed, quoted
from awsbatch.report.fault_format.fault_format import FaultFormat
from awsbatch.report.paint import ColorChoice
from awsbatch.report.progress.progress_style import ProgressStyle

_Choice = TypeVar("_Choice", bound=Enum)

_MOST_JOBS = 1000
_MOST_RETRIES = 100
_MOST_CHANGES = 999_999_999
_DIGITS = 12
_LEAST_DIGITS = 9
_ACCOUNT = re.compile(rf"[0-9]{{{_DIGITS}}}", re.ASCII)
_ARN = re.compile(r"arn:[a-z-]+:[a-z0-9-]*:[a-z0-9-]*:([0-9]{12}):", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,12}(\.[0-9]+)?", re.ASCII)


class UnexpectedError(Exception):
    """A text that an option does not take, with what it expects, and what may be meant."""

    def __init__(self, expected: str, *, hint: str | None = None) -> None:
        super().__init__(expected)
        self.hint = hint


def progress(text: str) -> ProgressStyle:
    """Return the way of showing progress that has this name."""
    return _chosen(ProgressStyle, text)


def color(text: str) -> ColorChoice:
    """Return when messages are coloured, by this name."""
    return _chosen(ColorChoice, text)


def halt(text: str) -> Halt:
    """Return the way of ending a run that has this name."""
    return _chosen(Halt, text)


def resume(text: str) -> Resume:
    """Return what `--resume` is given, of which nothing else has a name."""
    if text != Resume.CHANGED.value:
        raise UnexpectedError(f"nothing or `={Resume.CHANGED.value}`")
    return Resume.CHANGED


def in_doubt(text: str) -> InDoubt:
    """Return what becomes of commands in doubt, by this name."""
    return _chosen(InDoubt, text)


def text(text: str) -> str:
    """Return a text that is not empty."""
    if not text:
        raise UnexpectedError("a value")
    return text


def fault_format(text: str) -> FaultFormat:
    """Return the way of showing faults that has this name."""
    return _chosen(FaultFormat, text)


def jobs(text: str) -> int:
    """Return how many commands may run at a time."""
    return _whole(text, 1, _MOST_JOBS)


def retries(text: str) -> int:
    """Return how many times a command may be tried again."""
    return _whole(text, 0, _MOST_RETRIES)


def changes(text: str) -> int:
    """Return how many changes may be made."""
    return _whole(text, 0, _MOST_CHANGES)


def account(text: str) -> str:
    """Return the id of an account."""
    if _ACCOUNT.fullmatch(text):
        return text
    raise UnexpectedError("the id of an account, 12 digits,", hint=_meant_account(text))


def rate(text: str) -> float:
    """Return how many commands may start a second."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < math.inf:
        raise UnexpectedError("a number above 0")
    return number


def time(text: str) -> float:
    """Return a time in seconds since 1970."""
    # Not for the options of every run to pay.
    from awsbatch.expression.functions.clock import time_of

    seconds = float(text) if _SECONDS.fullmatch(text) else time_of(text)
    if seconds is None:
        raise UnexpectedError("a time such as 2026-05-20T00:00:00Z, or seconds since 1970")
    return seconds


def _meant_account(text: str) -> str:
    """Return what to type in place of something that is no account's id."""
    several = [each.strip() for each in text.split(",")]
    if len(several) > 1 and all(map(_ACCOUNT.fullmatch, several)):
        return quoted(" ".join(f"--expect-account {each}" for each in several))
    if (arn := _ARN.match(text)) is not None:
        return f"did you mean {quoted(arn[1])}?"
    digits = re.sub(r"[\s-]", "", text)
    if digits.isascii() and digits.isdigit() and _LEAST_DIGITS <= len(digits) <= _DIGITS:
        # A spreadsheet drops the zeros that a number begins with.
        return f"did you mean {quoted(digits.zfill(_DIGITS))}?"
    return "`aws sts get-caller-identity --query Account` shows the one of your credentials"


def _chosen(choices: type[_Choice], text: str) -> _Choice:
    try:
        return choices(text)
    except ValueError:
        names = [each.value for each in choices]
        raise UnexpectedError(listed(names, "or"), hint=meant(text, names)) from None


def _whole(text: str, least: int, most: int) -> int:
    # Not int() alone, which takes `1_000` and digits of other scripts as well.
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not least <= number <= most:
        raise UnexpectedError(f"a whole number from {least} to {most}")
    return number
