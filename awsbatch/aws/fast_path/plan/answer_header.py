"""The headers of an answer, as botocore's parsers look at them.

Equal to botocore's own for a parser, which looks a header up by its name in any
case, goes through the names as the server spelt them, and changes nothing.
"""

from collections.abc import Mapping
from typing import Any


class AnswerHeaders(dict[str, str]):
    """The headers of an answer by the names that the server spelt, no two of them alike."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__(headers)
        self._lowered = {name.lower(): value for name, value in headers.items()}

    def __getitem__(self, name: str) -> str:
        """Return the value of a header, by its name in any case."""
        return self._lowered[name.lower()]

    def get(self, name: str, default: Any = None) -> Any:
        """Return the same, or `default` if there is none."""
        return self._lowered.get(name.lower(), default)

    def __contains__(self, name: object) -> bool:
        """Return whether there is a header of a name in any case."""
        return isinstance(name, str) and name.lower() in self._lowered
