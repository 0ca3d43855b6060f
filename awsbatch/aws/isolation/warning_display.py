"""Python's warnings, shown once for each command as a fresh `aws` shows them.

Python remembers where it has warned by default, so the second command of a
process would lack what the first one showed.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from awsbatch.aws.invocation import current


@contextmanager
def each_command() -> Iterator[None]:
    """Show warnings that no filter speaks of once a command, in this block."""
    # Python's documentation names it (`-W default`), its type stubs do not.
    module: Any = warnings
    shown, action = module.showwarning, module.defaultaction

    def show(message: Any, category: type, filename: str, lineno: int, *args: Any) -> None:
        invocation = current()
        place = (str(message), category, filename, lineno)
        if invocation is not None and not _has_filter(category):
            if place in invocation.warned:
                return
            invocation.warned.add(place)
        shown(message, category, filename, lineno, *args)

    module.showwarning, module.defaultaction = show, "always"
    try:
        yield
    finally:
        module.showwarning, module.defaultaction = shown, action


def _has_filter(category: type) -> bool:
    """Return whether an explicit filter, the user's or a library's, decides about a category."""
    return any(issubclass(category, each[2]) for each in warnings.filters)
