"""Events registered for and emitted in fewer steps."""

import logging
from functools import partial
from typing import Any

from awsbatch.aws.botocore_events import Emitter, Handler
from awsbatch.aws.shortcut import Shortcut
from awsbatch.aws.version.installed import emitter_under

_LOGGER = logging.getLogger("botocore.hooks")

# The code of functions that take any keyword, as handlers must.
_VERIFIED: set[Any] = set()


class QuickEmitter(Emitter):
    """An emitter that looks at a handler's signature and at the logger no more than needed."""

    def _emit(
        self,
        event_name: str,
        kwargs: dict[str, Any],
        stop_on_response: bool = False,  # noqa: FBT001, FBT002 (botocore's signature)
    ) -> list[tuple[Handler, Any]]:
        handlers = self._lookup_cache.get(event_name)
        if handlers is None or (handlers and _LOGGER.isEnabledFor(logging.DEBUG)):
            emitted: list[tuple[Handler, Any]] = super()._emit(event_name, kwargs, stop_on_response)
            return emitted
        # The same, without a look at the logger for every handler.
        responses = []
        kwargs["event_name"] = event_name
        for handler in handlers:
            response = handler(**kwargs)
            responses.append((handler, response))
            if stop_on_response and response is not None:
                break
        return responses

    def _verify_accept_kwargs(self, func: Handler) -> None:
        # botocore 1.44: to look at a signature costs 25 us, and a session
        # registers some 400 handlers, which are of the same functions for each.
        code = _code(func)
        if code not in _VERIFIED:
            super()._verify_accept_kwargs(func)
            if code is not None:
                _VERIFIED.add(code)


class Handlers(Shortcut):
    """The emitters of sessions and clients, which then check and log less."""

    name = "handlers of events"
    needs = (
        # botocore 1.44.
        "botocore.hooks:HierarchicalEmitter._emit(self, event_name, kwargs, stop_on_response)",
        "botocore.hooks:HierarchicalEmitter._verify_accept_kwargs(self, func)",
        "botocore.hooks:HierarchicalEmitter()._lookup_cache",
    )

    def events(self, events: Any) -> None:
        """Change the emitter of a new session or client into a `QuickEmitter`."""
        emitter = emitter_under(events)
        if type(emitter) is Emitter:
            emitter.__class__ = QuickEmitter


def _code(func: Any) -> Any:
    """Return the code of a function, of a method, or of what an object is called with."""
    if isinstance(func, partial):
        return _code(func.func)
    return getattr(func, "__code__", None) or getattr(type(func).__call__, "__code__", None)


SHORTCUTS = (Handlers,)
