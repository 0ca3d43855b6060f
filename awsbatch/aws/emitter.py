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
from functools import partial
from typing import Any, TypeAlias

from botocore.hooks import _MIDDLE, HierarchicalEmitter, NodeList, _PrefixTrie

Handler: TypeAlias = Callable[..., Any]

# Functions that take any keyword, as handlers must.
_VERIFIED: set[Any] = set()

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


@dataclass(frozen=True, slots=True, eq=False)
class _Owned:
    """A handler registered while the argument table of `owner` was built."""

    owner: str
    handler: Handler

    def __call__(self, **kwargs: Any) -> Any:
        return self.handler(**kwargs)


class _OwnedTrie(_PrefixTrie):  # type: ignore[misc]
    """Handlers by event name; of the owned ones, only those of `owner`.

    A copy shares its nodes with the original, until one of the two changes
    them: every client copies its session's 1,000 nodes, and changes ten.
    """

    def __init__(self) -> None:
        super().__init__()
        self._root: dict[str, Any]
        self.owner: str | None = None
        self._writer = object()
        """What the nodes that are this trie's alone are marked with."""

    def __copy__(self) -> "_OwnedTrie":
        copied = _OwnedTrie()
        copied._root, copied.owner = self._root, self.owner
        self._writer = object()
        return copied

    def prefix_search(self, key: str) -> "deque[Handler]":
        found = super().prefix_search(key)
        return deque(h for h in found if not isinstance(h, _Owned) or h.owner == self.owner)

    def append_item(self, key: str, value: Handler, section: int = _MIDDLE) -> None:
        self._make_own(key)
        super().append_item(key, value, section)

    def remove_item(self, key: str, value: Handler) -> None:
        self._make_own(key)
        super().remove_item(key, value)

    def drop(self, owner: str) -> None:
        """Remove all that is owned by `owner`."""
        self._root = self._without(self._root, owner)

    def _make_own(self, key: str) -> None:
        node = self._root = self._own(self._root)
        for part in key.split("."):
            children = node["children"]
            if part not in children:
                return
            node = children[part] = self._own(children[part])

    def _own(self, node: dict[str, Any]) -> dict[str, Any]:
        if node.get("writer") is self._writer:
            return node
        own = {**node, "children": {**node["children"]}, "writer": self._writer}
        if node["values"] is not None:
            own["values"] = NodeList(*map(list, node["values"]))
        return own

    def _without(self, node: dict[str, Any], owner: str) -> dict[str, Any]:
        own = self._own(node)
        for section in own["values"] or ():
            section[:] = [h for h in section if not isinstance(h, _Owned) or h.owner != owner]
        for part, child in own["children"].items():
            own["children"][part] = self._without(child, owner)
        return own


@dataclass(frozen=True, slots=True)
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
        self._handlers.drop(owner)
        self._lookup_cache: dict[str, deque[Handler]] = {}

    def _verify_accept_kwargs(self, func: Handler) -> None:
        # botocore 1.44: to look at a signature costs 25 us, and a session
        # registers some 400 handlers, which are of the same functions for each.
        code = _code(func)
        if code not in _VERIFIED:
            super()._verify_accept_kwargs(func)
            if code is not None:
                _VERIFIED.add(code)

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


def _code(func: Any) -> Any:
    """Give the code of a function, of a method, or of what an object is called with."""
    if isinstance(func, partial):
        return _code(func.func)
    return getattr(func, "__code__", None) or getattr(type(func).__call__, "__code__", None)
