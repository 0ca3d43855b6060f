"""The environment as awsbatch was given it."""

import os
from pathlib import Path

from awsbatch.door.passage import passage


def given_environ() -> dict[str, str]:
    """Return the variables that awsbatch was started with, in their order.

    For whoever asks before `import awscli`, which changes them. What the way into an `aws` has
    added to them is not in it, nor what a wrapper or a bundle has set on that way.
    """
    if (taken := passage()) is not None:
        return dict(taken.environ)
    environ = dict(os.environ)
    # Python adds it for itself and others in the plain C locale.
    if "LC_CTYPE" in environ and not _was_given("LC_CTYPE"):
        del environ["LC_CTYPE"]
    return environ


def _was_given(name: str) -> bool:
    try:
        given = Path("/proc/self/environ").read_bytes()
    except OSError:
        return True
    return any(each.startswith(f"{name}=".encode()) for each in given.split(b"\0"))
