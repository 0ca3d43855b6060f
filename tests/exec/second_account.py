"""A second account of the machine, for what nobody but the user may do."""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

NAME = "nobody"


def second_user() -> int:
    """Return the user that this process can become; skip the test where it cannot."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    return pwd.getpwnam(NAME).pw_uid


@contextmanager
def as_second_user() -> Iterator[int]:
    """Be the other user in this block."""
    user, groups, group = second_user(), os.getgroups(), os.getegid()
    os.setgroups([])
    os.setegid(pwd.getpwnam(NAME).pw_gid)
    os.seteuid(user)
    try:
        yield user
    finally:
        os.seteuid(0)
        os.setegid(group)
        os.setgroups(groups)
