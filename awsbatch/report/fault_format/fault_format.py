"""The ways of showing the faults of files."""

from enum import Enum


class FaultFormat(Enum):
    """How `awsbatch check` shows faults."""

    TEXT = "text"
    """Each with its line and a caret, for a person."""
    SHORT = "short"
    """A line each, as compilers write them."""
    JSON = "json"
    """An object each, a line each."""
    GITHUB = "github"
    """Workflow commands of GitHub Actions."""
    SARIF = "sarif"
    """One log in the Static Analysis Results Interchange Format, 2.1.0."""
