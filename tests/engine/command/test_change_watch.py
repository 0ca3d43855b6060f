"""When a command is judged for a `finally` that may come."""

from awsbatch.engine.command.change_watch import ChangeWatch
from tests.contract.fake_runner import FakeRunner

READ, CHANGE = [("get",)], [("delete",)]


def test_a_short_stream_asks_nothing() -> None:
    runner = FakeRunner()
    watch = ChangeWatch(runner)
    watch.begin(for_finally=True)
    for _ in range(99):
        watch.see(CHANGE)
    assert runner.asked == []
    assert watch.looks


def test_commands_are_judged_before_they_become_many() -> None:
    watch = ChangeWatch(FakeRunner())
    watch.begin(for_finally=True)
    for _ in range(250):
        watch.see(READ)
    before = watch.looks
    for _ in range(50):
        watch.see(CHANGE)
    assert (before, watch.looks) == (True, False)
    assert watch.has_seen_change()


def test_a_file_does_not_answer_for_the_one_before() -> None:
    watch = ChangeWatch(FakeRunner())
    watch.begin(for_finally=True)
    watch.see(CHANGE)
    watch.begin(for_finally=True)
    watch.see(READ)
    assert not watch.has_seen_change()
    watch.see(CHANGE)
    assert watch.has_seen_change()
