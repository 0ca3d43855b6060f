"""Handlers of events registered in fewer steps."""

from functools import partial
from typing import Any

from awsbatch.aws.botocore_events import Emitter, Handler
from awsbatch.aws.shortcut import Shortcut
from awsbatch.aws.version.installed import emitter_under

# The code of functions that take any keyword, as handlers must.
_VERIFIED: set[Any] = set()


class QuickEmitter(Emitter):
    """An emitter that looks at the signature of a handler no more than needed."""

    def _verify_accept_kwargs(self, func: Handler) -> None:
        # botocore 1.44: to look at a signature costs 25 us, and a session
        # registers some 400 handlers, which are of the same functions for each.
        code = _code(func)
        if code not in _VERIFIED:
            super()._verify_accept_kwargs(func)
            if code is not None:
                _VERIFIED.add(code)


class Handlers(Shortcut):
    """The emitters of sessions and clients, which then check less."""

    name = "handlers of events"
    # botocore 1.44.
    needs = ("botocore.hooks:HierarchicalEmitter._verify_accept_kwargs(self, func)",)

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
