"""Records, against Python's own dataclasses."""

import pickle
from dataclasses import dataclass, field, replace

import pytest

from awsbatch.record import record


class _Written:
    """What both are made of."""

    name: str
    size: int = 3
    parts: list[str] = field(default_factory=list, compare=False)
    hidden: str = field(default="h", repr=False)


def _class(name: str) -> type:
    members = {
        key: each for key, each in vars(_Written).items() if key not in ("__dict__", "__weakref__")
    }
    return type(name, (), {**members, "__module__": __name__})


Record: type = record(_class("Record"))
Own: type = dataclass(slots=True, unsafe_hash=True)(_class("Own"))


@record
class _Pair:
    first: int
    second: int = 0


@record
class _Triple(_Pair):
    third: int = 0


@record
class _OfNothing:
    pass


def test_an_object_is_as_of_a_dataclass() -> None:
    made = [kind("n", parts=["p"]) for kind in (Record, Own)]
    ours, theirs = ([each.name, each.size, each.parts, each.hidden] for each in made)
    assert ours == theirs
    assert repr(made[0]).replace("Record", "Own") == repr(made[1])
    assert not hasattr(made[0], "__dict__")


@pytest.mark.parametrize("arguments", [(), ("n", 1, [], "h", "too many"), ("n", 1, [], "h")])
def test_arguments_are_refused_as_by_a_dataclass(arguments: tuple[str, ...]) -> None:
    assert _refusal(Record, *arguments) == _refusal(Own, *arguments)


def _refusal(kind: type, *arguments: str) -> str:
    try:
        kind(*arguments)
    except TypeError as error:
        return str(error).replace(kind.__name__, "")
    return ""


def test_objects_are_equal_by_the_fields_that_are_compared() -> None:
    one, like_it, other = Record("n", parts=["p"]), Record("n"), Record("n", 4)
    assert one == like_it
    assert hash(one) == hash(like_it)
    assert len({one, like_it, other}) == 2
    assert _Pair(1) != _Triple(1)
    assert _Triple(1, 2, 3) == _Triple(1, 2, 3)
    assert {_OfNothing()} == {_OfNothing()}


def test_a_default_is_made_for_each_object() -> None:
    assert Record("n").parts is not Record("n").parts


def test_an_object_is_copied_matched_and_pickled() -> None:
    assert replace(_Triple(1, 2), third=3) == _Triple(1, 2, 3)
    sent = pickle.dumps(_Triple(1, 2, 3))
    assert pickle.loads(sent) == _Triple(1, 2, 3)  # noqa: S301 (our own)
    match _Pair(1, 2):
        case _Pair(first, second):
            assert (first, second) == (1, 2)
