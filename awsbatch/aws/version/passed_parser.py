"""A parser whose result is known, in the place of one of the AWS CLI's."""

from collections.abc import Sequence
from typing import Any


class Parsed:
    """Stands in for the parser of the global options, which were parsed before."""

    def __init__(self, options: Any, remaining: Sequence[str]) -> None:
        self._found = options, remaining

    def parse_known_args(self, args: Sequence[str]) -> Any:  # noqa: ARG002
        """Return the options, and the words after the command."""
        return self._found
