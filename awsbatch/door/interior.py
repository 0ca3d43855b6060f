"""awsbatch inside the AWS CLI that it has become."""

import os
import sys
from pathlib import Path
from typing import Any

from awsbatch.door.passage import Passage, come_by

_STREAMS = ("stdin", "stdout", "stderr")


def settle(letter: dict[str, Any]) -> None:
    """Note how this process came here, for whoever asks, and what of it was closed."""
    for name in letter["closed"]:
        setattr(sys, name, None)
        # What was opened in their place was to come up to here, and no further.
        os.set_inheritable(_STREAMS.index(name), False)  # noqa: FBT003 (it has no name)
    come_by(
        Passage(
            aws=Path(letter["aws"]),
            why=letter["why"],
            python=Path(letter["python"]),
            prefix=Path(letter["prefix"]),
            path=tuple(letter["path"]),
            files=letter["files"],
            environ=_texts(letter["given"]),
            secrets=_texts(letter["secrets"]),
        )
    )


def _texts(pairs: list[list[str]]) -> dict[str, str]:
    return {_text(name): _text(value) for name, value in pairs}


def _text(byte_text: str) -> str:
    # This Python may have another encoding than the one that wrote the letter.
    return os.fsdecode(byte_text.encode("latin-1"))
