"""An event emitter that forgets what one command registered.

In a fresh `aws`, handlers live as long as one command. A kept session would
collect them: of commands gone by, and of the argument tables of operations
that this command does not call. So handlers are of three kinds here: those
there for good, those owned by one operation's argument table (called only
while that operation runs), and those of the command under way, undone when
it ends.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FunctionType
from typing import Any, TypeAlias

from botocore.hooks import HierarchicalEmitter

from awsbatch.aws.version.installed import PrefixTrie, emitter_under
from awsbatch.record import record

Handler: TypeAlias = Callable[..., Any]
Client: TypeAlias = Any

# Events that only the CLI emits: their handlers cannot change what a client does.
_CLI_EVENTS = frozenset(
    {
        "before-building-argument-table-parser",
        "building-arg-table",
        "building-argument-table",
        "building-command-table",
        "calling-command",
        "choosing-s3-sync-strategy",
        "get-cli-input-json-data",
        "load-cli-arg",
        "operation-args-parsed",
        "process-cli-arg",
        "session-initialized",
        "top-level-args-parsed",
    }
)


# The event that `help` is made with, whatever the service.
_DOCUMENTATION = "docs"
_ANY = "*"
_STATELESS = ("awsbatch.", "botocore.", "awscli.botocore.")


@dataclass(frozen=True, slots=True, eq=False)
class _Owned:
    """A handler registered while the argument table of `owner` was built."""

    owner: str
    handler: Handler

    def __call__(self, **kwargs: Any) -> Any:
        return self.handler(**kwargs)


class _OwnedTrie(PrefixTrie):  # type: ignore[misc]
    """Handlers by event name; of the owned ones, only those of `owner`."""

    def __init__(self) -> None:
        super().__init__()
        self.owner: str | None = None

    def prefix_search(self, key: str) -> "deque[Handler]":
        found = super().prefix_search(key)
        return deque(h for h in found if not isinstance(h, _Owned) or h.owner == self.owner)


@record
class _Registration:
    event: str
    handler: Handler | None
    unique_id: str | None
    uses_count: bool


class Emitter(HierarchicalEmitter):  # type: ignore[misc]
    """botocore's emitter with a journal of what the command under way registered."""

    def __init__(self) -> None:
        super().__init__()
        self._handlers = _OwnedTrie()
        self.client_classes: dict[Hashable, Any] = {}
        """The classes of clients that its handlers have changed, or not."""
        self._journal: list[_Registration] | None = None
        self._building: str | None = None

    def __copy__(self) -> "Emitter":
        copied: Emitter = super().__copy__()
        copied._journal = None
        return copied

    @property
    def changes_clients(self) -> bool:
        """Whether the command under way registered what a client would call."""
        return any(r.event.split(".", 1)[0] not in _CLI_EVENTS for r in self._journal or ())

    def is_shareable(self, service: str) -> bool:
        """Return whether the handlers of a client of this service know nothing of their session.

        botocore's and ours do not. Of the CLI's, functions do not; an object
        may have learnt from the words of one command what to do in its calls.
        """
        return all(map(_is_stateless, self.client_handlers(service)))

    def client_handlers(self, service: str) -> Iterator[Handler]:
        """Return the handlers of the events of a service's clients."""
        return _client_handlers(self._handlers._root, service)  # noqa: SLF001 (botocore offers no way to list handlers)

    def handlers_of(self, event: str) -> list[Handler]:
        """Return what is called for an event, in this order."""
        return [*self._handlers.prefix_search(event)]

    def keep(self) -> None:
        """From here on, handlers belong to the command under way."""
        self._journal = []

    def undo(self) -> None:
        """Take back what was registered since `keep`."""
        if self._journal:
            registrations, self._journal = self._journal, None
            for registered in reversed(registrations):
                self.unregister(
                    registered.event,
                    registered.handler,
                    registered.unique_id,
                    registered.uses_count,
                )
            self._journal = []

    @contextmanager
    def for_good(self) -> Iterator[None]:
        """Register in this block for as long as the emitter lives."""
        journal, self._journal = self._journal, None
        try:
            yield
        finally:
            self._journal = journal

    @contextmanager
    def building(self, owner: str) -> Iterator[None]:
        """Register in this block for the argument table of the operation `owner`."""
        outer, self._building = self._building, owner
        try:
            with self.for_good():
                yield
        finally:
            self._building = outer

    @contextmanager
    def calling(self, owner: str) -> Iterator[None]:
        """Call the handlers owned by the operation `owner` in this block."""
        trie: _OwnedTrie = self._handlers
        outer, trie.owner = trie.owner, owner
        try:
            yield
        finally:
            trie.owner = outer

    def forget(self, owner: str) -> None:
        """Drop what is owned by the operation `owner`, its table being thrown away."""
        _drop(self._handlers._root, owner)  # noqa: SLF001 (botocore offers no way to list handlers)
        self._lookup_cache: dict[str, deque[Handler]] = {}

    def _register_section(
        self,
        event_name: str,
        handler: Handler,
        unique_id: str | None,
        unique_id_uses_count: bool,  # noqa: FBT001 (botocore's signature)
        section: int,
    ) -> None:
        if self._building is not None and unique_id is None:
            handler = _Owned(self._building, handler)
        known = unique_id is not None and unique_id in self._unique_id_handlers
        super()._register_section(event_name, handler, unique_id, unique_id_uses_count, section)
        if self._journal is not None and (not known or unique_id_uses_count):
            self._journal.append(
                _Registration(event_name, handler, unique_id, unique_id_uses_count)
            )


def emitter_of(client: Client) -> Emitter:
    """Return the emitter under the aliases of the client's events."""
    emitter: Emitter = emitter_under(client.meta.events)
    return emitter


def _client_handlers(root: dict[str, Any], service: str) -> Iterator[Handler]:
    for event, node in root["children"].items():
        if event in _CLI_EVENTS or event == _DOCUMENTATION:
            continue
        for name, child in node["children"].items():
            if name in (service, _ANY):
                yield from _handlers(child)
        yield from _of_node(node)


def _handlers(node: dict[str, Any]) -> Iterator[Handler]:
    yield from _of_node(node)
    for child in node["children"].values():
        yield from _handlers(child)


def _of_node(node: dict[str, Any]) -> Iterator[Handler]:
    for section in node["values"] or ():
        yield from section


def _is_stateless(handler: Handler) -> bool:
    if isinstance(handler, FunctionType):
        return handler.__closure__ is None
    home = type(getattr(handler, "__self__", handler)).__module__
    return home.startswith(_STATELESS) and not isinstance(handler, _Owned)


def _drop(node: dict[str, Any], owner: str) -> None:
    for section in node["values"] or ():
        section[:] = [h for h in section if not isinstance(h, _Owned) or h.owner != owner]
    for child in node["children"].values():
        _drop(child, owner)
