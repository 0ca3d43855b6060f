"""What a `finally` is known by, in a file of whatever name."""

from collections.abc import Iterable
from hashlib import blake2b

from awsbatch.contract.journal import Spot
from awsbatch.engine.resumption.spot_book import SpotBook
from awsbatch.language.model import Finally

_BYTES = 16


def mark_of(statement: Finally) -> str:
    """Return what is the same for a `finally` of the same commands; empty if it has none."""
    lines = [*map(line_of, SpotBook((statement,)))]
    return _digest(lines) if lines else ""


def line_of(spot: Spot) -> bytes:
    """Return a statement that runs a command as a line of what is digested."""
    text = f"{spot.loops} {' '.join(spot.statement)}\n"
    return text.encode(errors="surrogateescape")


def _digest(lines: Iterable[bytes]) -> str:
    return blake2b(b"".join(lines), digest_size=_BYTES).hexdigest()
