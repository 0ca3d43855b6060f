"""What tells the place of one command from that of another, as texts that are digested.

A place is a statement as it is written and what the loops around it have set.
Its key is two in one: that of the statement, and that of the values.
"""

import json
from collections.abc import Mapping

from awsbatch.contract.journal import Spot
from awsbatch.joblog.words_key import texts_text


def spot_text(spot: Spot) -> str:
    """Return a text that is the same for equal statements, and for no others."""
    if not (spot.copy or spot.loops or spot.finishing):
        return texts_text(spot.statement)
    return ascii((spot.statement, spot.copy, spot.loops, spot.finishing))


def rounds_text(rounds: tuple[tuple[object, int], ...]) -> str:
    """Return a text that is the same for equal rounds of loops, and for no others."""
    return json.dumps([[_plain(value), number] for value, number in rounds], sort_keys=True)


def _plain(value: object) -> object:
    """Return a value as JSON has it; what it has not, as Python shows it."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [*map(_plain, value)]
    return value if value is None or isinstance(value, str | int | float) else repr(value)
