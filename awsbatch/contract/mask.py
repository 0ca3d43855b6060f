"""What may be shown of a command that has secrets among its values."""

from awsbatch.record import record

MASK = "***"
"""What is shown in the place of a secret."""


@record
class Masked:
    """The words of a command as they may be shown."""

    words: tuple[str, ...]
    """As many as the command has, each with a mask in the place of a secret."""
    secrets: tuple[str, ...] = ()
    """The values that the masks stand for."""
    sure: tuple[str, ...] = ()
    """Those among them that are secret wherever else they stand, such as a password."""
