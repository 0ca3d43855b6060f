"""What `--halt` asks for."""

from enum import Enum


class Halt(Enum):
    """What the first failure of a command does to the whole run."""

    SOON = "soon"
    """Nothing new starts."""
    NOW = "now"
    """Commands under way are abandoned as well."""
