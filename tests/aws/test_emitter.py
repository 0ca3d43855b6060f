"""An emitter and its copies, held against botocore's own."""

import copy
from functools import partial
from typing import Any

from botocore.hooks import HierarchicalEmitter
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.aws.emitter import Emitter

EVENTS = ("a", "a.b", "a.b.c", "a.*.c", "d")
STEP = st.tuples(
    st.sampled_from(["register", "register_first", "register_last", "unregister", "copy"]),
    st.integers(0, 3),
    st.sampled_from(EVENTS),
    st.integers(0, 4),
)


def _say(number: int, **_: Any) -> int:
    return number


@given(st.lists(STEP, max_size=30))
def test_a_copy_and_its_original_go_their_own_ways(steps: list[tuple[str, int, str, int]]) -> None:
    handlers = [partial(_say, number) for number in range(5)]
    ours: list[Any] = [Emitter()]
    theirs: list[Any] = [HierarchicalEmitter()]
    for method, which, event, number in steps:
        for emitters in (ours, theirs):
            emitter = emitters[which % len(emitters)]
            if method == "copy":
                emitters.append(copy.copy(emitter))
            else:
                # botocore cannot unregister from an event that is only part of others.
                emitter.register(event, handlers[0])
                getattr(emitter, method)(event, handlers[number])
    assert _answers(ours) == _answers(theirs)


def _answers(emitters: list[Any]) -> list[list[int]]:
    return [[answer for _, answer in each.emit(event)] for each in emitters for event in EVENTS]
