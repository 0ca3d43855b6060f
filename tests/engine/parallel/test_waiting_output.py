"""Room for what waits to be shown, counted by two threads without a lock."""

import pytest

from awsbatch.engine.parallel import waiting_output
from awsbatch.engine.parallel.waiting_output import WaitingOutput

pytestmark = pytest.mark.races


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_output, "MOST_WAITING", 2)


def test_there_is_room_for_so_much_a_job() -> None:
    waiting = WaitingOutput(3)

    waiting.told = 5
    assert waiting.has_room()
    assert not waiting.is_room_wanted
    waiting.told = 6
    assert not waiting.has_room()
    assert waiting.is_room_wanted


def test_what_is_shown_makes_room() -> None:
    waiting = WaitingOutput(1)
    waiting.told = 2

    assert not waiting.has_room()
    waiting.shown = 1
    assert waiting.has_room()


class Raced(WaitingOutput):
    """Output of which the main thread shows all between two looks at how much that is."""

    def __init__(self) -> None:
        self.wanted_by_then: list[bool] = []
        super().__init__(1)
        self.told = 2

    @property
    def shown(self) -> int:
        self.wanted_by_then.append(self.is_room_wanted)
        return 0 if len(self.wanted_by_then) == 1 else 2

    @shown.setter
    def shown(self, _: int) -> None:
        """Begin as it does."""


def test_what_is_shown_meanwhile_is_not_overlooked() -> None:
    """The main thread counts, and looks at the wish then: so the wish goes before the last look."""
    waiting = Raced()

    assert waiting.has_room()
    assert waiting.wanted_by_then == [False, True]
