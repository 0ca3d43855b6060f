"""What only one version of the AWS CLI has: commands, options and values.

`other_version.json` names, for each version that has or brought them, what the
others lack, with what does it there. A command is named as it is typed
(`ecr get-login`), an option by itself or after its command (`--cli-input-yaml`,
`s3 cp --copy-props`), and a value after its option (`--output=yaml`).
Operations and options that the models have are not in it: nearly every release
brings some.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


def elsewhere(*names: str) -> str | None:
    """Return a hint for what the installed AWS CLI lacks and another version has.

    `names` are all that it can be called, of which the first in the table counts.
    """
    return next((_hints()[name] for name in names if name in _hints()), None)


@cache
def _hints() -> Mapping[str, str]:
    read: Mapping[str, Any] = json.loads(
        Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
    )
    return {
        name: f"{version}: {instead}"
        for version, rows in read.items()
        if version != "read"
        for name, instead in rows.items()
    }
