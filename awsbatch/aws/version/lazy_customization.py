"""Customizations of AWS CLI 2.35.5 and later, which loads each when it is needed.

Private names here are those of awscli 2.36.7. This module cannot be imported
where there are none of that kind.
"""

from collections.abc import Container
from typing import Any

from awscli.handlers_registry import MAIN_COMMAND_TABLE_OPS, PLUGIN_REGISTRY
from awscli.lazy import LazyCommand
from awscli.lazy_emitter import LazyInitEmitter
from botocore.hooks import HierarchicalEmitter

from awsbatch.aws.version.hook import replacing

_resolve = LazyCommand._resolve  # noqa: SLF001 (there is no public way to the command itself)
_ANY = "*"


@replacing("_ensure_initialized", "_initialized", "_init_cache")
class BaseEmitter(LazyInitEmitter):  # type: ignore[misc]
    """An emitter that loads what has handlers of an event before it emits it: see `installed`."""

    _is_complete = False

    def __init__(self) -> None:
        super().__init__(main_command_table_ops=MAIN_COMMAND_TABLE_OPS)

    def __copy__(self) -> Any:
        copied = HierarchicalEmitter.__copy__(self)
        # The CLI's copies share the second, so that what one has loaded no other would.
        vars(copied).update(_initialized={*self._initialized}, _init_cache={})
        return copied

    def load(self, event: str) -> None:
        """Load the customizations that have handlers of an event."""
        super()._ensure_initialized(event)

    def load_all(self, service: str, others: Container[str]) -> None:
        """Load those that have handlers of a service's events, but for `others`."""
        for pattern in PLUGIN_REGISTRY:
            event, of = [*pattern.split("."), _ANY][:2]
            if of in (service, _ANY) and event not in others and not event.startswith("doc-"):
                self.load(pattern)

    def load_no_more(self) -> None:
        """Load nothing from now on."""
        self._is_complete = True

    def _ensure_initialized(self, event_name: str) -> None:
        if not self._is_complete:
            self.load(event_name)


class _Commands(dict[str, Any]):
    """Commands by name, each loaded when it is looked for."""

    def __getitem__(self, name: str) -> Any:
        command = super().__getitem__(name)
        if isinstance(command, LazyCommand):
            command = self[name] = _resolve(command)
        return command

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self[name]
        except KeyError:
            return default


def loading(commands: dict[str, Any]) -> dict[str, Any]:
    """Return a table of commands each of which is loaded when it is looked for."""
    return _Commands(commands)
