"""The id of a session at a terminal, which AWS CLI 2.35.13 and later tell in the user agent.

The AWS CLI looks for it in a database when a driver's first client is made.
Here it is looked for once, for the clients of all drivers.
"""

import os
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

try:
    import awscli.telemetry as _telemetry
except ImportError:
    _telemetry = None

_EVENT = "before-create-client"
_COMPONENT = " sid/"
_MOST = 1_000
_told: dict[tuple[str, str | None], str] = {}
"""What was added to user agents with the id, by that without it and by the home."""


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


def told(extra: str) -> str:
    """Return what a session adds to the user agent of its clients, with the id."""
    if _telemetry is None or _COMPONENT in extra:
        return extra
    key = extra, os.environ.get("HOME")
    if key not in _told:
        registrar = _Registrar(extra)
        _telemetry.register_session_id_event(registrar, partial(_orchestrator, Path.home()))
        registrar.tell()
        if len(_told) >= _MOST:
            _told.clear()
        _told[key] = registrar.user_agent_extra
    return _told[key]


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
    session.user_agent_extra = told(session.user_agent_extra)


@cache
def _orchestrator(home: Path) -> Any:
    """Return what knows the id, once it is read from the database of a home."""
    # awscli 2.36.7: it looks for the home when it is imported, which may be before `--sandbox`.
    _telemetry._CACHE_DIR = home / ".aws" / "cli" / "cache"  # noqa: SLF001
    # Not the CLI's own, which holds the database open.
    orchestrator = _telemetry._get_cli_session_orchestrator()  # noqa: SLF001
    return SimpleNamespace(session_id=orchestrator.session_id)
