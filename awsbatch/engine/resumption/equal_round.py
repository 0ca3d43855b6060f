"""The rounds of a loop, told apart by their values and not by when they begin."""

import json
from collections import Counter

from awsbatch.engine.block import Block


class EqualRounds:
    """Numbers the rounds of one loop that have the same value, if the run has a journal."""

    def __init__(self, block: Block) -> None:
        """Begin with a loop that stands in a block."""
        self._block = block
        self._seen = None if block.spots is None else Counter[object]()

    def tell(self, inner: Block, value: object) -> None:
        """Have the block of the next round know which it is of those with its value."""
        if self._seen is None:
            return
        # A string by itself, which no other value is in a tuple: most values are strings.
        key = value if isinstance(value, str) else (json.dumps(value, sort_keys=True),)
        inner.rounds = (*self._block.rounds, (value, self._seen[key]))
        self._seen[key] += 1
