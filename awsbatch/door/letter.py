"""The letter that awsbatch gives itself on the way into an AWS CLI: all that is needed inside.

The plugin reads it with a Python that may be as old as 3.6, so it is plain JSON.
"""

import json
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from awsbatch.door import byte_code
from awsbatch.door.passage import Passage
from awsbatch.record import record

_FIRST = ("awsbatch", "tqdm")
"""Those that must be ours, even if the AWS CLI's Python has them."""
_LAST = ("jmespath", "yaml", "zoneinfo")
"""Those that are the AWS CLI's, if it has them: a bundle lacks parts of the standard library."""
_STAND_INS = {"sysconfig": os.fspath(Path(__file__).parent / "stand_in")}
"""Those of which ours would not do, if the AWS CLI has none: the folder of what is enough."""


@record
class Letter:
    """What is needed inside."""

    passage: Passage
    knock: Sequence[str]
    """The words before those of awsbatch."""
    words: Sequence[str]
    environ: dict[str, tuple[str, str | None]]
    """The variables that are put back, with what they are and what they were."""
    watcher: int
    """The process that is to be spoken to."""
    blocked: bool
    """Whether SIGINT was blocked by whoever started awsbatch."""
    closed: Sequence[str]
    """The standard streams that were closed."""


def written(letter: Letter) -> bytes:
    """Return the letter as the plugin reads it."""
    passage = letter.passage
    kept = byte_code.folder()
    return json.dumps(
        {
            "aws": os.fspath(passage.aws),
            "why": passage.why,
            "python": os.fspath(passage.python),
            "prefix": os.fspath(passage.prefix),
            "path": passage.path,
            "files": [*passage.files],
            "given": [*map(_byte_texts, passage.environ.items())],
            "secrets": [*map(_byte_texts, passage.secrets.items())],
            "knock": letter.knock,
            "words": [_byte_text(word) for word in (*letter.knock, *letter.words)],
            "environ": letter.environ,
            "watcher": letter.watcher,
            "blocked": letter.blocked,
            "closed": letter.closed,
            "byte_code": None if kept is None else os.fspath(kept),
            "first": _folders(_FIRST),
            "last": {**_folders(_LAST), **_STAND_INS},
        }
    ).encode()


def _byte_texts(pair: tuple[str, str]) -> list[str]:
    return [*map(_byte_text, pair)]


def _byte_text(word: str) -> str:
    # The other Python may have another encoding of its command line.
    return os.fsencode(word).decode("latin-1")


def _folders(packages: Sequence[str]) -> dict[str, str]:
    """Return the folder that each package is in."""
    specs = {name: find_spec(name) for name in packages}
    return {
        name: os.fspath(Path(spec.origin).parent.parent)
        for name, spec in specs.items()
        if spec is not None and spec.origin
    }
