"""An event emitter that forgets the handlers that one command registered.

In a fresh `aws`, handlers live as long as one command. A kept session would
collect the handlers of earlier commands, and of the argument tables of
operations that this command does not call. So there are three kinds of
handlers here: permanent ones; handlers owned by the argument table of one
operation, called only while that operation runs; and handlers of the command
under way, taken back when it ends.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import FunctionType
from typing import Any, TypeAlias

from awsbatch.aws.version.hook import replacing
from awsbatch.aws.version.installed import BaseEmitter, PrefixTrie, emitter_under
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


# Those that a session emits when it makes a client, to which they mean nothing.
_SESSION_EVENTS = frozenset({"before-create-client", "after-create-client"})
# `help` is made by handlers of this event, whatever the service.
_DOCUMENTATION = "docs"
_ANY = "*"
# Modules whose objects, registered as handlers, know nothing of one session.
_STATELESS = ("awsbatch.", "botocore.", "awscli.botocore.")


@dataclass(frozen=True, slots=True, eq=False)
class _Owned:
    """A handler registered while the argument table of `owner` was built."""

    owner: str
    handler: Handler

    def __call__(self, **kwargs: Any) -> Any:
        return self.handler(**kwargs)


@replacing("prefix_search", "_root")
class _OwnedTrie(PrefixTrie):  # type: ignore[misc]
    """Handlers by event name; handlers with an owner are found only while `owner` is that."""

    def __init__(self) -> None:
        super().__init__()
        self.owner: str | None = None

    def prefix_search(self, key: str) -> "deque[Handler]":
        found = super().prefix_search(key)
        return deque(h for h in found if not isinstance(h, _Owned) or h.owner == self.owner)


@record
class _Registration:
    """The arguments that a handler was registered with, and is unregistered by."""

    event: str
    handler: Handler | None
    unique_id: str | None
    uses_count: bool
    section: int


@replacing("_register_section", "_handlers", "_lookup_cache")
class Emitter(BaseEmitter):
    """An emitter with a journal of what the command under way registered.

    It belongs to one session, and so is used by one thread at a time. Clients
    have copies, which keep no journal and may be used by many.
    """

    def __init__(self) -> None:
        super().__init__()
        self._handlers = _OwnedTrie()
        self.client_classes: dict[Hashable, Any] = {}
        """The classes of clients made with these handlers, by service and API version."""
        self._journal: list[_Registration] | None = None
        """What to undo, or None while handlers are registered for good."""
        self._building: str | None = None
        """The operation whose argument table is being made."""

    def __copy__(self) -> "Emitter":
        copied: Emitter = super().__copy__()
        copied._journal = None
        return copied

    @property
    def is_changed(self) -> bool:
        """Whether the command under way registered more than `added_to_clients` tells."""
        return len(self._journal or ()) != len(self.added_to_clients or ())

    @property
    def changes_clients(self) -> bool:
        """Whether the command under way registered a handler that a client might call."""
        return any(r.event.split(".", 1)[0] not in _CLI_EVENTS for r in self._journal or ())

    @property
    def added_to_clients(self) -> tuple[Hashable, ...] | None:
        """What the command under way registered that a client might call, to be compared.

        None if any of it may know something of the command: it is more than a function.
        """
        added = [r for r in self._journal or () if r.event.split(".", 1)[0] not in _CLI_EVENTS]
        plain = all(isinstance(r.handler, FunctionType) and _is_stateless(r.handler) for r in added)
        return tuple(added) if plain else None

    def is_shareable(self, service: str, operation: str | None = None) -> bool:
        """Return whether no handler of a service's client knows anything of one session.

        With an `operation`, those of the events of others do not count.

        botocore's handlers and ours know nothing of it, nor do the CLI's
        functions. An object of the CLI's may have learnt from the words of
        one command what to do in its calls.
        """
        return all(map(_is_stateless, self.client_handlers(service, operation)))

    def client_handlers(self, service: str, operation: str | None = None) -> Iterator[Handler]:
        """Return the handlers of the events of a service's clients, or of one `operation`."""
        # botocore 1.44: there is no public way to list handlers.
        return _client_handlers(self._handlers._root, service, operation)  # noqa: SLF001

    def load(self, event: str) -> None:
        """Load, for good, the customizations that have handlers of an event."""
        with self.for_good():
            building, self._building = self._building, None
            try:
                super().load(event)
            finally:
                self._building = building

    def load_for_client(self, model: Any) -> None:
        """Load all that handles the events of a client of a service, for its copy to have it.

        What reads the words of a command and what is called by a client may be one object, which
        must not be loaded a second time by the copy.
        """
        self.load_all(_name_of(model), _CLI_EVENTS)

    def handlers_of(self, event: str) -> list[Handler]:
        """Return the handlers of an event, in the order in which they are called."""
        self.load(event)
        return self.registered(event)

    @property
    def registrations(self) -> object:
        """An object that is another one as soon as any handler is registered or unregistered."""
        # botocore 1.29 to 1.44: it keeps which handlers an event has, and then forgets all of that.
        return self._lookup_cache

    def registered(self, event: str) -> list[Handler]:
        """Return those of the handlers of an event that are loaded, in the same order."""
        return [*self._handlers.prefix_search(event)]

    def keep(self) -> None:
        """End the making of the session: later handlers belong to the command under way."""
        self._journal = []

    def undo(self) -> None:
        """Take back all that was registered since `keep` or the last `undo`, but for good."""
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
        """Keep handlers that are registered in this block as long as the emitter."""
        journal, self._journal = self._journal, None
        try:
            yield
        finally:
            self._journal = journal

    @contextmanager
    def building(self, owner: str) -> Iterator[None]:
        """Register handlers in this block for the argument table of one operation only."""
        outer, self._building = self._building, owner
        try:
            with self.for_good():
                yield
        finally:
            self._building = outer

    @contextmanager
    def calling(self, owner: str) -> Iterator[None]:
        """Have events in this block call the handlers of an operation's argument table as well."""
        trie: _OwnedTrie = self._handlers
        outer, trie.owner = trie.owner, owner
        try:
            yield
        finally:
            trie.owner = outer

    def forget(self, owner: str) -> None:
        """Drop the handlers of an operation's argument table, which was dropped as well."""
        _drop(self._handlers._root, owner)  # noqa: SLF001 (botocore 1.44: see `client_handlers`)
        # botocore 1.44: it keeps which handlers an event has.
        self._lookup_cache: dict[str, deque[Handler]] = {}

    def _register_section(
        self,
        event_name: str,
        handler: Handler,
        unique_id: str | None,
        unique_id_uses_count: bool,  # noqa: FBT001 (botocore's signature)
        section: int,
    ) -> None:
        # botocore 1.44: all three ways to register come to this method. A handler with an id may
        # be registered by several tables, and is called whichever of them is used.
        if self._building is not None and unique_id is None:
            handler = _Owned(self._building, handler)
        known = unique_id is not None and unique_id in self._unique_id_handlers
        super()._register_section(event_name, handler, unique_id, unique_id_uses_count, section)
        if self._journal is not None and (not known or unique_id_uses_count):
            self._journal.append(
                _Registration(event_name, handler, unique_id, unique_id_uses_count, section)
            )


def emitter_of(client: Client) -> Emitter:
    """Return the emitter under the aliases of the client's events."""
    emitter: Emitter = emitter_under(client.meta.events)
    return emitter


def name_of(handler: Handler) -> str:
    """Return `MODULE:QUALNAME` of a handler: of a function, a method, or the class of an object."""
    if isinstance(handler, _Owned):
        return name_of(handler.handler)
    if isinstance(handler, partial):
        return name_of(handler.func)
    named: Any = getattr(handler, "__func__", handler)
    if not hasattr(named, "__qualname__"):
        named = type(handler)
    return f"{named.__module__}:{named.__qualname__}"


def service_of(client: Client) -> str:
    """Return what the names of a client's events call its service."""
    return _name_of(client.meta.service_model)


def _name_of(model: Any) -> str:
    name: str = model.service_id.hyphenize()
    return name


def _client_handlers(
    root: dict[str, Any], service: str, operation: str | None
) -> Iterator[Handler]:
    for event, node in root["children"].items():
        if event in _CLI_EVENTS or event in _SESSION_EVENTS or event == _DOCUMENTATION:
            continue
        for name, child in node["children"].items():
            if name in (service, _ANY):
                yield from _of_node(child)
                for each, below in child["children"].items():
                    if operation is None or each in (operation, _ANY):
                        yield from _handlers(below)
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
