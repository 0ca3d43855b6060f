"""How long the lists are that one command carries, which its line shows nobody at a glance."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, TypeAlias

from awsbatch.contract.excerpt import Group

_List: TypeAlias = tuple[str, int]
"""The member that a list is the value of, or nothing, and how long the list is."""

FEWEST = 10
"""Shorter lists are not told of: they can be counted where they stand."""
_OPENING = {"[": "]", "{": "}"}
_QUOTES = "'\""
_KEY = re.compile(r"[\w.:/#-]+@?=")


def lengths(groups: Iterable[Group]) -> dict[str, int]:
    """Return how many values the long lists of a command's parts have, by what they are called.

    That is the name of an option, or of a member in its JSON or its shorthand,
    such as `Objects in --delete`.
    """
    found: Counter[str] = Counter()
    for first, *others in groups:
        if not first.startswith("--"):
            continue
        option, equals, value = first.partition("=")
        values = [value] if equals else others
        lists = [("", len(values)), *chain.from_iterable(map(_inside, values))]
        for name, length in lists:
            # One value is no list.
            if length > 1:
                found[f"{name} in {option}" if name else option] += length
    return {name: length for name, length in found.items() if length >= FEWEST}


def _inside(value: str) -> list[_List]:
    """Return the lists in a value of an option."""
    if len(value) < FEWEST:
        return []
    try:
        if value[0] in _OPENING:
            return [*_of_json("", json.loads(value))]
        return [*_of_members(value)] if _KEY.match(value) else []
    except (ValueError, RecursionError):
        # What is not known is in it, or the AWS CLI will refuse it.
        return []


def _of_json(name: str, value: Any) -> Iterator[_List]:
    if isinstance(value, list):
        yield name, len(value)
        for element in value:
            yield from _of_json(name, element) if isinstance(element, dict) else ()
    elif isinstance(value, dict):
        for member, inner in value.items():
            yield from _of_json(member, inner)


def _of_members(text: str) -> Iterator[_List]:
    """Yield the lists in shorthand such as `Name=tag,Values=a,b`, and single values as well."""
    name, length = "", 0
    for piece in _split(text):
        key = _KEY.match(piece)
        if key is None:
            length += 1
            continue
        yield name, length
        name, length = key[0].rstrip("@="), 1
        yield from _of_item(name, piece[key.end() :])
    yield name, length


def _of_item(name: str, text: str) -> Iterator[_List]:
    """Yield the lists in a value of shorthand that has brackets around it."""
    inner = text[1:-1]
    if text.startswith("{"):
        yield from _of_members(inner)
    elif text.startswith("["):
        elements = [*_split(inner)]
        yield name, len(elements)
        for element in elements:
            yield from _of_item(name, element)


def _split(text: str) -> Iterator[str]:
    """Yield the pieces between commas that are in no bracket and no quotes."""
    start = 0
    closing: list[str] = []
    for at, character in enumerate(text):
        if closing and character == closing[-1]:
            closing.pop()
        elif closing and closing[-1] in _QUOTES:
            continue
        elif character in _OPENING or character in _QUOTES:
            closing.append(_OPENING.get(character, character))
        elif character == "," and not closing:
            yield text[start:at]
            start = at + 1
    yield text[start:]
