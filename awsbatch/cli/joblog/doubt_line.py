"""Commands that may have been carried out or not, as a person is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from awsbatch.joblog.state_file import Begun

_MOST_SHOWN = 300
"""Of a command, in characters."""


def doubt_line(begun: Begun) -> str:
    """Return a command and where it stood."""
    command = begun.command
    if len(command) > _MOST_SHOWN:
        command = f"{command[:_MOST_SHOWN]}…"
    return f"{begun.line}: {command}"


def still_in_doubt(found: Sequence[Begun]) -> str:
    """Return what is told of commands, one at least, that a run did not send again."""
    was = "command may have been carried out, and was"
    if len(found) > 1:
        was = "commands may have been carried out, and were"
    told = "; ".join(map(doubt_line, found))
    return f"{len(found)} {was} not sent again: {told}"
