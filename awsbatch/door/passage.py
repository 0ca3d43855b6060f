"""How this process came into an AWS CLI of another Python, as those inside ask for it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from awsbatch.record import record


@record
class Passage:
    """The way from awsbatch's own Python into the `aws` that this process has become."""

    aws: Path
    """The `aws`, as it was found."""
    why: str
    """Why it was chosen, for a person."""
    python: Path
    """awsbatch's own Python, which `sys.executable` is not."""
    prefix: Path
    """The `sys.prefix` of awsbatch's own Python."""
    path: tuple[str, ...]
    """The `sys.path` of awsbatch's own Python."""
    environ: Mapping[str, str]
    """The environment that awsbatch was given; that of an `aws` has more, and other values."""
    secrets: Mapping[str, str]
    """The variables that awsbatch was given, and that are for no other process."""
    files: Sequence[int]
    """The descriptors above 2 that awsbatch was given; an `aws` may have opened others."""


def passage() -> Passage | None:
    """Return how this process came into its AWS CLI; None if that is imported as any package."""
    return _come.get("passage")


def come_by(taken: Passage) -> None:
    """Note, at the start of the process, that it came this way."""
    _come["passage"] = taken


_come: dict[str, Passage] = {}
