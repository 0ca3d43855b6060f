"""Calls that something makes, seen one by one and exactly."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def profiled(work: Callable[[], object], see: Callable[[FrameType, str, Any], None]) -> None:
    """Do the work, and show each call and return in this thread, as `sys.setprofile` has them."""
    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(None)


def count(work: Callable[[], object]) -> int:
    """Return how many calls the work makes in this thread, those of C included."""
    calls = 0

    def see(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    profiled(work, see)
    return calls
