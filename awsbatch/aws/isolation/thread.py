"""Threads of a command, which see the context of the thread that starts them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Thread


@contextmanager
def inheriting() -> Iterator[None]:
    """Make threads that are started in this block inherit their starter's context variables.

    Python 3.14 can do so by itself (`thread_inherit_context`), and by default
    only where it is built without the GIL. `aws s3` prints and sends from
    threads of its own.
    """
    outer = Thread.start

    def start(self: Thread) -> None:
        context, run = copy_context(), self.run

        def run_as_started() -> None:
            # Removed, or the thread would refer to itself and live until it is collected. Where
            # two runners are nested, the outer one's function has removed it already.
            vars(self).pop("run", None)
            context.run(run)

        vars(self)["run"] = run_as_started
        outer(self)

    threading.Thread.start = start  # type: ignore[method-assign]
    try:
        yield
    finally:
        threading.Thread.start = outer  # type: ignore[method-assign]
