"""Connections that are counted once they are open."""

from collections.abc import Callable
from functools import partial
from typing import Any

# The attribute of a session which says that its connections are counted.
_COUNTS = "_awsbatch_counts"


def count_opened(http_session: Any, count: Callable[[], None]) -> None:
    """Call `count` for each connection of a session that is opened from now on; in any thread.

    urllib3 counts those that it tries to open, each once, however often it is
    opened again.
    """
    # A client comes with a session again that was closed between.
    if _COUNTS in vars(http_session):
        return
    setattr(http_session, _COUNTS, True)
    # botocore 1.44: by these, connections are made without a proxy, and later with one.
    manager = http_session._manager  # noqa: SLF001
    manager.pool_classes_by_scheme = _counting(manager.pool_classes_by_scheme, count)
    own = _counting(http_session._pool_classes_by_scheme, count)  # noqa: SLF001
    http_session._pool_classes_by_scheme = own  # noqa: SLF001


def _counting(classes: dict[str, Any], count: Callable[[], None]) -> dict[str, Any]:
    return {scheme: partial(_pool, pool, count) for scheme, pool in classes.items()}


def _pool(pool_class: Any, count: Callable[[], None], *args: Any, **kwargs: Any) -> Any:
    """Make a pool whose connections are counted."""
    pool = pool_class(*args, **kwargs)

    class Connection(pool.ConnectionCls):  # type: ignore[name-defined,misc]
        def connect(self) -> None:
            super().connect()
            count()

    # Of this pool alone, since another has to count elsewhere.
    pool.ConnectionCls = Connection
    return pool
