"""Tables of cases, kept as JSON beside the tests that read them."""

import json
from pathlib import Path
from typing import Any

from tests.aws_cli import by_version

_VERSIONS = {"version 1", "version 2"}


def table(name: str) -> Any:
    """Read `tests/NAME.json`.

    An object with `version 1` and `version 2` stands for what it says of the
    version of the AWS CLI that the tests run on.
    """
    text = (Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8")
    return json.loads(text, object_hook=_of_this_version)


def _of_this_version(read: dict[str, Any]) -> Any:
    return by_version(*(read[each] for each in sorted(_VERSIONS))) if {*read} == _VERSIONS else read
