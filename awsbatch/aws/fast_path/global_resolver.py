"""Global options, resolved once for all commands of a session that give the same.

The CLI compiles the query and copies the configuration of clients three times
for every command, to put timeouts in. The result depends on the options only.
"""

from types import FunctionType
from typing import Any

from awscli.customizations import globalargs

from awsbatch.aws.botocore_events import Emitter
from awsbatch.aws.shortcut import Shortcut
from awsbatch.record import record

_EVENT = "top-level-args-parsed"
# Every command may have a query of its own.
_MOST = 100


@record
class _Resolved:
    """The options and the configuration of clients, as the CLI's handlers left them."""

    options: dict[str, Any]
    client_config: Any


class GlobalResolver:
    """Resolves the global options of one session's commands in place of the CLI's own handlers."""

    def __init__(self, emitter: Emitter) -> None:
        self._emitter = emitter
        self._resolvers = [each for each in emitter.handlers_of(_EVENT) if _is_resolver(each)]
        self._resolved: dict[tuple[object, ...], _Resolved] = {}

    def register(self, events: Any) -> None:
        """Take the place of the handlers."""
        for each in self._resolvers:
            events.unregister(_EVENT, each)
        events.register_first(_EVENT, self._resolve)

    def _resolve(self, parsed_args: Any, session: Any, **emitted: Any) -> None:
        options = vars(parsed_args)
        key = tuple(options.items())
        # awscli 2.9: not to sign is a handler, which is registered for each command anew.
        resolved = self._resolved.get(key) if parsed_args.sign_request else None
        if resolved is not None:
            options.update(resolved.options)
            session.set_default_client_config(resolved.client_config)
            return
        for resolve in self._resolvers:
            resolve(parsed_args=parsed_args, session=session, **emitted)
        if self._emitter.changes_clients:
            # AWS CLI 2.9: a handler that keeps this command's requests from being signed.
            return
        if len(self._resolved) >= _MOST:
            self._resolved.clear()
        self._resolved[key] = _Resolved(dict(options), session.get_default_client_config())


def _is_resolver(handler: object) -> bool:
    return isinstance(handler, FunctionType) and handler.__module__ == globalargs.__name__


class ResolvedOptions(Shortcut):
    """Each driver resolves the same global options once."""

    name = "global options"
    needs = (
        # awscli 1.46: all handlers of the event in this module depend on the options alone, and
        # change them and the configuration of clients; but see above.
        "awscli.customizations.globalargs:resolve_types",
    )

    def driver(self, driver: Any) -> None:
        """Have the driver resolve the same options once."""
        session = driver.session
        GlobalResolver(session.emitter).register(session.get_component("event_emitter"))


SHORTCUTS = (ResolvedOptions,)
