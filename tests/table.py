"""Tables of cases, kept as JSON beside the tests that read them."""

import json
from pathlib import Path
from typing import Any


def table(name: str) -> Any:
    """Read `tests/NAME.json`."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))
