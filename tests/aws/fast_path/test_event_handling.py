"""Handlers whose signatures were looked at before."""

from typing import Any

import pytest
from botocore.hooks import HierarchicalEmitter

from awsbatch.aws.fast_path.event_handling import QuickEmitter
from tests.aws import profiling


def _takes_none() -> None: ...


class _Takes:
    """Objects with a handler of their own, and which are one."""

    def any(self, **_: Any) -> None: ...

    def none(self) -> None: ...

    def __call__(self, **_: Any) -> None: ...


def _looks(handler: Any) -> int:
    """Return how often a signature is looked at to register a handler with a new emitter."""
    emitter, looks = QuickEmitter(), 0
    code = HierarchicalEmitter._verify_accept_kwargs.__code__

    def see(frame: Any, event: str, _: object) -> None:
        nonlocal looks
        looks += event == "call" and frame.f_code is code

    profiling.profiled(lambda: emitter.register("event", handler), see)
    return looks


def test_a_signature_is_looked_at_once_for_all_emitters_and_objects() -> None:
    def takes_any(**_: Any) -> None: ...

    assert [_looks(takes_any) for _ in range(3)] == [1, 0, 0]
    _looks(_Takes().any)
    _looks(_Takes())
    assert [_looks(_Takes().any), _looks(_Takes())] == [0, 0]


@pytest.mark.parametrize("handler", [_takes_none, _Takes().none])
def test_what_takes_no_keywords_is_refused_every_time(handler: Any) -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="must accept keyword arguments"):
            QuickEmitter().register("event", handler)


def test_functions_of_one_name_are_told_apart() -> None:
    def any(**_: Any) -> None: ...  # noqa: A001 (a method's name as well)

    _looks(_Takes().any)
    assert _looks(any) == 1
