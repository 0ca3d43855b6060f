"""The id of a session at a terminal, which AWS CLI 2.35.13 and later tell in the user agent.

The AWS CLI looks for it in a database when a driver's first client is made.
Here it is looked for once, for the clients of all drivers.
"""

from functools import cache, partial
from pathlib import Path
from typing import Any

try:
    import awscli.telemetry as _telemetry
except ImportError:
    _telemetry = None

_EVENT = "before-create-client"
_COMPONENT = " sid/"


def register(session: Any) -> None:
    """Have the clients that are made on a session tell the id."""
    if _telemetry is not None:
        session.register(_EVENT, partial(_tell, session))


def unregister(session: Any) -> None:
    """Take off the handler by which the CLI has a session's first client tell the id."""
    if _telemetry is not None:
        for handler in session.emitter.handlers_of(_EVENT):
            if getattr(handler, "__module__", None) == _telemetry.__name__:
                session.unregister(_EVENT, handler)


class _Registrar:
    """Stands in for a session and its emitter, to be called as the CLI would call them."""

    def __init__(self, user_agent_extra: str) -> None:
        self.user_agent_extra = user_agent_extra

    def get_component(self, _: str) -> "_Registrar":
        return self

    def register(self, _: str, handler: Any) -> None:
        self.tell = handler

    def unregister(self, *_: Any) -> None:
        """Do nothing: nobody else calls the handler."""


def _tell(session: Any, **_: Any) -> None:
    if _COMPONENT not in session.user_agent_extra:
        registrar = _Registrar(session.user_agent_extra)
        _telemetry.register_session_id_event(registrar, partial(_orchestrator, Path.home()))
        registrar.tell()
        session.user_agent_extra = registrar.user_agent_extra


@cache
def _orchestrator(home: Path) -> Any:
    """Return what knows the id, from the database of a home."""
    # awscli 2.36.7: it looks for the home when it is imported, which may be before `--sandbox`.
    _telemetry._CACHE_DIR = home / ".aws" / "cli" / "cache"  # noqa: SLF001
    return _telemetry._get_cli_session_orchestrator()  # noqa: SLF001
