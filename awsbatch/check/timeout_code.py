"""The code `Timeout` in modifiers, where no failure can have it."""

from collections.abc import Iterator

from awsbatch.contract.outcome import TIMEOUT
from awsbatch.fault.error import ScriptWarning
from awsbatch.language.model import Modifiers


def never_timed_out(modifiers: Modifiers) -> Iterator[ScriptWarning]:
    """Warn of a `Timeout` to ignore without a `@timeout`, and of any to retry."""
    for code in modifiers.ignore if modifiers.timeout is None else ():
        if code.pattern == TIMEOUT:
            yield ScriptWarning(
                f"no failure has the code `{TIMEOUT}` without a `@timeout`",
                place=code.place,
                hint=f"write `@timeout=30s @ignore={TIMEOUT}`, or delete it",
            )
    for code in modifiers.retry.codes if modifiers.retry is not None else ():
        if code.pattern == TIMEOUT:
            yield ScriptWarning(
                f"`{TIMEOUT}` is never retried: `@timeout` is for all attempts",
                place=code.place,
                hint="`@retry=3` and `--cli-read-timeout 30` try again what waits longer for an "
                "answer",
            )
