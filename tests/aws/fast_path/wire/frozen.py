"""A fixed time and fixed identifiers, wherever a request gets them from."""

import datetime as dt
import email.utils
import gzip
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

_HOMES = ("botocore.", "awscli.botocore.", "awsbatch.aws.fast_path", "awscli.")
# What only retries, a session's files and credentials look up is the clock of the machine.
_LOOK_UP = (".auth", ".compat", ".endpoint", ".signers", ".utils", ".waiter")
# Commands that send a time.
_TELLING = ("awscli.customizations.cloudfront", "awscli.customizations.ec2.bundleinstance")
_UUID = uuid.UUID("11111111-2222-4333-8444-555555555555")
_START = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.timezone.utc)


class Clock:
    """A time that passes only where it is told to."""

    def __init__(self) -> None:
        self.now = _START

    def seconds(self) -> float:
        """Return it as `time.time` does."""
        return self.now.timestamp()

    def turn(self, hours: int) -> None:
        """Have it be so many hours after it began."""
        self.now = _START + dt.timedelta(hours=hours)


@contextmanager
def frozen() -> Iterator[Clock]:
    """Have requests made at the time of a clock in this block, and no retry wait."""
    clock = Clock()

    class Kind(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, dt.datetime)

    class Fixed(dt.datetime, metaclass=Kind):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            now = clock.now.astimezone(tz)
            return now if tz else now.replace(tzinfo=None)

        @classmethod
        def utcnow(cls) -> Any:
            return clock.now.replace(tzinfo=None)

    fixed = SimpleNamespace(**{**vars(dt), "datetime": Fixed})
    timeless = SimpleNamespace(
        **{
            **vars(time),
            "sleep": lambda _: None,
            "time": clock.seconds,
            "gmtime": lambda *given: time.gmtime(*(given or (clock.seconds(),))),
        }
    )
    instead = {id(dt): fixed, id(dt.datetime): Fixed, id(time): timeless}
    instead |= {id(time.time): timeless.time, id(time.gmtime): timeless.gmtime}
    for name in _TELLING:
        import_module(name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uuid, "uuid4", lambda: _UUID)
        for name, module in [*sys.modules.items()]:
            if name.startswith(_HOMES[2]) or (
                name.startswith(_HOMES) and name.endswith((*_LOOK_UP, *_TELLING))
            ):
                for attribute, value in [*vars(module).items()]:
                    if id(value) in instead:
                        patch.setattr(module, attribute, instead[id(value)])
        # The head of what is compressed has a time.
        patch.setattr(gzip, "time", timeless)
        patch.setattr(email.utils, "time", timeless)
        yield clock
