"""awsbatch inside the AWS CLI that it has become."""

from pathlib import Path
from typing import Any

from awsbatch.door.passage import Passage, come_by


def settle(letter: dict[str, Any]) -> None:
    """Note how this process came here, for whoever asks."""
    come_by(
        Passage(
            aws=Path(letter["aws"]),
            why=letter["why"],
            python=Path(letter["python"]),
            prefix=Path(letter["prefix"]),
            path=tuple(letter["path"]),
            library_path=letter["library_path"],
        )
    )
