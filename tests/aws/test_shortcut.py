"""Several shortcuts taken as one, and a name replaced for a block."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from awsbatch.aws.shortcut import NO_SHORTCUTS, Shortcut, Shortcuts, replaced

TABLE: dict[str, object] = {}
CHANGES = ("events", "loader", "driver", "client", "http_session")


class Noting(Shortcut):
    """A shortcut that notes what it was asked to change."""

    def __init__(self, name: str, notes: list[str]) -> None:
        self._name = name
        self._notes = notes

    @contextmanager
    def process(self) -> Iterator[None]:
        self._notes.append(f"begin {self._name}")
        yield
        self._notes.append(f"end {self._name}")

    def parser(self, parser: Any) -> Any:
        return f"{self._name}({parser})"

    def service_parser(self, parser: Any, table: Any) -> Any:
        return f"{self._name}({parser}, {table})"

    def events(self, events: Any) -> None:
        self._notes.append(f"{self._name} changes {events}")

    def loader(self, loader: Any) -> None:
        self._notes.append(f"{self._name} changes {loader}")

    def driver(self, driver: Any) -> None:
        self._notes.append(f"{self._name} changes {driver}")

    def client(self, client: Any) -> None:
        self._notes.append(f"{self._name} changes {client}")

    def http_session(self, http_session: Any) -> None:
        self._notes.append(f"{self._name} changes {http_session}")


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def both(notes: list[str]) -> Shortcuts:
    return Shortcuts([Noting("a", notes), Noting("b", notes)])


@pytest.mark.parametrize("change", CHANGES)
def test_each_shortcut_makes_its_change(change: str, both: Shortcuts, notes: list[str]) -> None:
    getattr(both, change)("it")
    assert notes == ["a changes it", "b changes it"]


def test_a_parser_is_replaced_by_one_shortcut_after_the_other(both: Shortcuts) -> None:
    assert both.parser("p") == "b(a(p))"
    assert both.service_parser("p", TABLE) == "b(a(p, {}), {})"


def test_the_process_takes_all_of_them_in_a_block(both: Shortcuts, notes: list[str]) -> None:
    with both.process():
        assert notes == ["begin a", "begin b"]
    assert notes == ["begin a", "begin b", "end b", "end a"]


def test_none_leaves_everything_as_it_is() -> None:
    with NO_SHORTCUTS.process():
        for change in CHANGES:
            getattr(NO_SHORTCUTS, change)("it")
    assert NO_SHORTCUTS.parser("p") == NO_SHORTCUTS.service_parser("p", TABLE) == "p"


def test_a_name_is_replaced_until_the_block_ends_however_it_ends() -> None:
    module = SimpleNamespace(name=1)

    def fail() -> None:
        with replaced(module, "name", lambda original: original + 1):
            assert module.name == 2
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert module.name == 1
