"""What the user asks for: by `--aws`, by `AWSBATCH_AWS`, or by what is first on `PATH`."""

import shlex
from collections.abc import Mapping

OPTION = "--aws"
VARIABLE = "AWSBATCH_AWS"
FIRST = "first on PATH"
OWN = "own"
"""What the AWS CLI that awsbatch's own Python imports is called."""


class Request:
    """A wish for a certain AWS CLI."""

    def __init__(self, by: str, text: str) -> None:
        """Take what it was made by, one of the names above, and what was typed or found there."""
        self.by = by
        self.text = text

    @property
    def shown(self) -> str:
        """The request as a message begins with it."""
        if self.by == FIRST:
            return f"`{self.text}` (the first `aws` on `PATH`)"
        return f"`{self.typed(self.text)}`"

    def typed(self, text: str) -> str:
        """Return what is typed to have another AWS CLI, where this one was asked for."""
        quoted = shlex.quote(text)
        return f"{VARIABLE}={quoted}" if self.by == VARIABLE else f"{OPTION} {quoted}"


def request_of(option: str | None, environment: Mapping[str, str]) -> Request | None:
    """Return what the command line asks for, or else the environment, or None of neither."""
    if option is not None:
        return Request(OPTION, option)
    # One that is empty asks for nothing.
    variable = environment.get(VARIABLE)
    return Request(VARIABLE, variable) if variable else None
