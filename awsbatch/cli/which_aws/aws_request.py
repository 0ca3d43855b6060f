"""What the user asks for: by `--aws`, by `AWSBATCH_AWS`, or by what is first on `PATH`."""

from __future__ import annotations

import shlex
from enum import Enum
from typing import TYPE_CHECKING

from awsbatch.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN = "own"
"""What the AWS CLI that awsbatch's own Python imports is called."""


class By(Enum):
    """What a request is made by, as `--version` names it."""

    OPTION = "--aws"
    VARIABLE = "AWSBATCH_AWS"
    PATH = "first on PATH"


@record
class Request:
    """A wish for a certain AWS CLI."""

    by: By
    text: str
    """As it was typed; the path that was found where it is the first on `PATH`."""

    @property
    def shown(self) -> str:
        """The request as a message begins with it."""
        if self.by is By.PATH:
            return f"`{self.text}` (the first `aws` on `PATH`)"
        return f"`{self.typed(self.text)}`"

    def typed(self, text: str) -> str:
        """Return what is typed to have another AWS CLI, where this one was asked for."""
        if self.by is By.VARIABLE:
            return f"{self.by.value}={shlex.quote(text)}"
        return f"{By.OPTION.value} {shlex.quote(text)}"


def request_of(option: str | None, environment: Mapping[str, str]) -> Request | None:
    """Return what the command line asks for, or else the environment, or None of neither."""
    if option is not None:
        return Request(By.OPTION, option)
    # One that is empty asks for nothing.
    variable = environment.get(By.VARIABLE.value)
    return Request(By.VARIABLE, variable) if variable else None
