"""The letter that awsbatch gives itself on the way into an AWS CLI: all that is needed inside.

The plugin reads it with a Python that may be as old as 3.6, so it is plain JSON.
"""

import json
import os
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from awsbatch.door.passage import Passage

_FIRST = ("awsbatch", "tqdm")
"""Those that must be ours, even if the AWS CLI's Python has them."""
_LAST = ("jmespath", "yaml")
"""Those that are the AWS CLI's, if it has them."""


def written(
    passage: Passage, words: Sequence[str], environ: Mapping[str, tuple[str, str | None]]
) -> bytes:
    """Return the letter; `environ` has the changed variables, with what they are and were."""
    letter = {
        "aws": os.fspath(passage.aws),
        "why": passage.why,
        "python": os.fspath(passage.python),
        "prefix": os.fspath(passage.prefix),
        "path": passage.path,
        "words": [os.fsencode(word).decode("latin-1") for word in words],
        "environ": environ,
        "first": _folders(_FIRST),
        "last": _folders(_LAST),
    }
    return json.dumps(letter).encode()


def _folders(packages: Sequence[str]) -> dict[str, str]:
    """Return the folder that each package is in, as far as it is a folder of Python source."""
    specs = {name: find_spec(name) for name in packages}
    return {
        name: os.fspath(Path(spec.origin).parent.parent)
        for name, spec in specs.items()
        if spec is not None and spec.origin
    }
