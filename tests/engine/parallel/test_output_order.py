"""What is told at many places of a script, in any order of happening."""

import random
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.engine.parallel.output_order import Order, Turn
from awsbatch.event import Printed, Telling
from awsbatch.fault.place import Place

pytestmark = pytest.mark.races

Tree: TypeAlias = "list[int | Tree]"
"""What comes at a place of the script: numbers that are told, and places inside it."""

_PLACE = Place("a.aws", 1, 1, 1, "print")


def _event(number: int) -> Telling:
    return Printed(_PLACE, str(number))


def _numbered(tree: "list[object]", numbers: Iterator[int]) -> Tree:
    return [_numbered(each, numbers) if isinstance(each, list) else next(numbers) for each in tree]


def _flat(tree: Tree) -> Iterator[int]:
    for each in tree:
        if isinstance(each, int):
            yield each
        else:
            yield from _flat(each)


TREES = st.recursive(st.none(), lambda inner: st.lists(inner, max_size=4), max_leaves=20).map(
    lambda drawn: _numbered([drawn], iter(range(100)))
)


class _Happening:
    """The script's walks, each of which goes on whenever it is let."""

    def __init__(self, order: Order, tree: Tree) -> None:
        self.shown: list[int] = []
        self._order = order
        self._walks = [self._walk(order.first, tree)]

    def go_on(self, choose: Callable[[int], int]) -> bool:
        """Let one of the walks do one thing; return whether any was left."""
        if not self._walks:
            return False
        walk = self._walks[choose(len(self._walks))]
        if next(walk, None) is None:
            self._walks.remove(walk)
        return True

    def _walk(self, turn: Turn, tree: Tree) -> Iterator[bool]:
        for each in tree:
            if isinstance(each, int):
                self._show(self._order.take(turn, _event(each)))
            else:
                self._walks.append(self._walk(self._order.open(turn), each))
            yield True
        self._show(self._order.close(turn))

    def _show(self, shown: Iterator[object]) -> None:
        self.shown += [int(each.event.text) for each in shown]  # type: ignore[attr-defined]


@given(TREES, st.randoms(use_true_random=False))
def test_whatever_happens_first_is_shown_in_the_order_of_the_script(
    tree: Tree, chance: random.Random
) -> None:
    happening = _Happening(Order(kept=True), tree)
    expected = [*_flat(tree)]
    while happening.go_on(chance.randrange):
        assert happening.shown == expected[: len(happening.shown)]
    assert happening.shown == expected


@given(TREES, st.randoms(use_true_random=False))
def test_without_order_each_is_shown_when_it_happens(tree: Tree, chance: random.Random) -> None:
    happening = _Happening(Order(kept=False), tree)
    while happening.go_on(chance.randrange):
        pass
    assert sorted(happening.shown) == [*_flat(tree)]


def test_what_others_wait_for_is_the_first_place_that_is_open() -> None:
    order = Order(kept=True)
    first, second = order.open(order.first), order.open(order.first)
    [*order.take(second, _event(2))]
    assert (order.is_next(first), order.is_next(second)) == (True, False)
    assert [*order.close(first)] != []
    assert (order.is_next(first), order.is_next(second)) == (False, True)


def test_without_order_nobody_is_waited_for() -> None:
    order = Order(kept=False)
    assert not order.is_next(order.first)
