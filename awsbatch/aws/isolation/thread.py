"""Threads that belong to the command that starts them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Thread


@contextmanager
def inheriting() -> Iterator[None]:
    """Have a thread that is started in this block see the context variables of its starter.

    Python 3.14 can do so by itself (`thread_inherit_context`), and by default
    only where it is built without the GIL. `aws s3` prints and sends from
    threads of its own.
    """
    outer = Thread.start

    def start(self: Thread) -> None:
        context, run = copy_context(), self.run

        def run_as_started() -> None:
            # Else the thread would refer to itself. It may be gone: pools may be nested.
            vars(self).pop("run", None)
            context.run(run)

        vars(self)["run"] = run_as_started
        outer(self)

    threading.Thread.start = start  # type: ignore[method-assign]
    try:
        yield
    finally:
        threading.Thread.start = outer  # type: ignore[method-assign]
