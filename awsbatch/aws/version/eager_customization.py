"""Customizations of AWS CLIs that load all of them when a session is made."""

from collections.abc import Container
from typing import Any

from botocore.hooks import HierarchicalEmitter


class BaseEmitter(HierarchicalEmitter):  # type: ignore[misc]
    """An emitter of a session's or a client's events, to be subclassed: see `installed`."""

    def load(self, event: str) -> None:
        """Load the customizations that have handlers of an event: all are there."""

    def load_all(self, service: str, others: Container[str]) -> None:
        """Load those that have handlers of a service's events, but for `others`: all are there."""

    def load_no_more(self) -> None:
        """Load nothing from now on: all are there."""


def loading(commands: dict[str, Any]) -> dict[str, Any]:
    """Return a table of commands each of which is loaded when it is looked for: all are."""
    return commands
