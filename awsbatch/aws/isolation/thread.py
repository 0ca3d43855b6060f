"""Threads of a command, which belong to the invocation that starts them."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from threading import Thread

from awsbatch.aws.invocation import current, enter


@contextmanager
def belonging() -> Iterator[None]:
    """Make threads that are started in this block belong to their starter's invocation.

    `aws s3` prints and sends from threads of its own. They inherit nothing
    else: before Python 3.14 a thread begins with an empty context, and botocore
    sends what it finds there in `User-Agent`.
    """
    if getattr(sys.flags, "thread_inherit_context", False):
        yield
        return
    outer = Thread.start

    def start(self: Thread) -> None:
        invocation = current()
        if invocation is not None:
            run = self.run

            def run_as_started() -> None:
                # Removed, or the thread would refer to itself and live until it is collected.
                # Where two runners are nested, the outer one's function has removed it already.
                vars(self).pop("run", None)
                context = Context()
                context.run(enter, invocation)
                context.run(run)

            vars(self)["run"] = run_as_started
        outer(self)

    threading.Thread.start = start  # type: ignore[method-assign]
    try:
        yield
    finally:
        threading.Thread.start = outer  # type: ignore[method-assign]
