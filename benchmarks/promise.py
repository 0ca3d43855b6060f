"""What a benchmark found, and which of its promises that breaks."""

import json
import sys
from collections.abc import Mapping


def end(figures: Mapping[str, object], promises: Mapping[str, bool]) -> None:
    """Print all as a JSON object, and end the program: with status 1 if a promise is broken."""
    broken = [promise for promise, kept in promises.items() if not kept]
    print(json.dumps({**figures, "broken": broken}))
    sys.exit(1 if broken else 0)
