"""The summary that awsbatch ends with, read again."""

import re
from dataclasses import dataclass

_COUNTS = re.compile(r"(?m)^[^\n]*?\b(\d+ succeeded.*? in .*)$")
_COUNT = re.compile(r"(\d+) (succeeded|failed|ignored|skipped|abandoned|requests?|connections?)\b")


@dataclass(frozen=True)
class Summary:
    """How many commands ended how, and what was sent for them."""

    succeeded: int = 0
    failed: int = 0
    ignored: int = 0
    skipped: int = 0
    abandoned: int = 0
    requests: int = 0
    connections: int = 0


def read(text: str) -> Summary | None:
    """Return the last summary in what awsbatch said; None where there is none."""
    lines = _COUNTS.findall(text.replace("\r", "\n"))
    if not lines:
        return None
    counts = {noun: int(number) for number, noun in _COUNT.findall(lines[-1])}
    for noun in ("request", "connection"):
        counts[f"{noun}s"] = counts.pop(noun, counts.get(f"{noun}s", 0))
    return Summary(**counts)
