"""What a run that resumes knows of those before it."""

import tracemalloc
from pathlib import Path

import pytest

from awsbatch.contract.effect import Effect
from awsbatch.contract.journal import Call, Entry, Finished, Kept, Spot
from awsbatch.joblog.history import Past
from awsbatch.joblog.key_index import KeyIndex
from tests.joblog.conftest import Open, begun, noted, place_of, row, run, words_of

MANY = 5000


def all_current(_: str) -> bool:
    return True


def none_current(_: str) -> bool:
    return False


def number(past: Past | None) -> int | None:
    return None if past is None else past.seq


def entry(seq: int) -> Entry:
    return Entry(Call((), None, (), Spot(()), ""), seq, "", "")


def test_a_new_log_has_no_history(start: Open) -> None:
    history = start().history()

    assert history.next_seq == 1
    assert history.take(words_of("a"), place_of("a")) is None
    assert history.seq(words_of("a"), place_of("a"), all_current) is None
    assert history.rows(1) == 0
    assert history.doubts == []
    assert history.finished("a.aws") is None


def test_the_clock_and_the_key_are_those_of_the_first_run(start: Open) -> None:
    head = start().head
    assert start().head == head


@pytest.mark.parametrize("status", ["ok", "ignored"])
def test_a_done_change_is_taken_once(start: Open, status: str) -> None:
    command = begun(1, "a")
    run(start(), command, status)

    history = start().history()

    past = history.take(command.words, command.place)
    assert past is not None
    assert (past.seq, past.command, past.kept) == (1, "aws a", None)
    assert past.is_ignored == (status == "ignored")
    assert not past.in_doubt
    assert history.take(command.words, command.place) is None
    assert history.next_seq == 2


def test_equal_commands_are_interchangeable(start: Open) -> None:
    log = start()
    for seq in (1, 2, 3):
        run(log, begun(seq, "a"))

    history = start().history()

    found = [number(history.take(words_of("a"), place_of("a"))) for _ in range(4)]
    assert found == [1, 2, 3, None]


@pytest.mark.parametrize("status", ["failed", "partial", "abandoned"])
def test_what_failed_is_run_again_with_its_number(start: Open, status: str) -> None:
    command = begun(1, "a")
    run(start(), command, status)

    history = start().history()

    assert history.take(command.words, command.place) is None
    assert history.changed(words_of("other"), command.place) is None
    assert history.seq(command.words, command.place, all_current) == 1
    assert history.seq(command.words, command.place, all_current) is None
    assert history.rows(1) == 1


def test_the_last_row_of_a_number_counts(start: Open) -> None:
    command = begun(1, "a")
    run(start(), command, "failed")
    run(start(), begun(1, "b", "a"))

    history = start().history()

    assert history.take(command.words, command.place) is None
    assert number(history.take(words_of("b"), place_of("a"))) == 1
    assert history.rows(1) == 2


def test_a_corrected_command_keeps_the_number_of_the_failed_one(start: Open) -> None:
    run(start(), begun(1, "a"), "failed")

    assert start().history().seq(words_of("b"), place_of("a"), all_current) == 1


def test_a_moved_command_is_done_if_its_statement_is_gone(start: Open) -> None:
    log = start()
    run(log, begun(1, "a", "old", "x"))
    run(log, begun(2, "a", "old", "y"))
    run(log, begun(3, "a", "kept", "y"))

    history = start().history()

    def is_current(statement: str) -> bool:
        return statement == place_of("kept")[:16]

    where = words_of("a"), place_of("new", "y")
    # With the same values of loops, then any.
    found = [number(history.take_moved(*where, is_current)) for _ in range(3)]
    assert found == [2, 1, None]
    assert number(history.take(words_of("a"), place_of("kept", "y"))) == 3


def test_another_change_at_the_place_of_one_that_was_done_is_told(start: Open) -> None:
    run(start(), begun(1, "put 2", "put <<n>>"))

    history = start().history()

    past = history.changed(words_of("other"), place_of("put <<n>>"))
    assert past is not None
    assert (past.command, past.in_doubt) == ("aws put 2", False)
    assert number(history.changed(words_of("other"), place_of("put <<n>>"))) == 1
    history.drop(past)
    assert history.changed(words_of("other"), place_of("put <<n>>")) is None


def test_another_change_at_the_place_of_one_in_doubt_is_told(start: Open) -> None:
    start().state.begin(noted(begun(1, "put 2", "put <<n>>", has_token=True)))

    history = start().history()

    past = history.changed(words_of("other"), place_of("put <<n>>"))
    assert past is not None
    assert (past.command, past.in_doubt) == ("aws put 2", True)
    history.drop(past)
    assert history.seq(words_of("put 3"), place_of("put <<n>>"), all_current) is None


@pytest.mark.parametrize("ends", [True, False])
def test_files_on_this_machine_are_written_anew_where_they_change(
    start: Open, *, ends: bool
) -> None:
    log = start()
    command = begun(1, "cp 2", "cp <<n>>", effect=Effect.LOCAL_WRITES)
    log.state.begin(noted(command))
    if ends:
        log.append(row(command))

    history = start().history()

    assert history.changed(words_of("other"), command.place) is None
    assert history.doubts == []
    assert number(history.take(command.words, command.place)) == (1 if ends else None)


def test_what_only_reads_has_written_no_file(start: Open) -> None:
    command = begun(1, "a")
    start().append(row(command))

    history = start().history()

    what, where = command.words, command.place
    assert history.take(what, where, local=True) is None
    assert history.take_moved(what, where, none_current, local=True) is None
    # What was noted of a change may be lost.
    assert number(history.changed(words_of("other"), where)) == 1
    assert history.next_seq == 2


def test_a_read_that_failed_keeps_its_number(start: Open) -> None:
    command = begun(1, "a")
    start().append(row(command, "failed"))

    assert start().history().seq(command.words, command.place, all_current) == 1


def test_what_was_begun_without_a_row_is_in_doubt(start: Open) -> None:
    command = begun(1, "a")
    start().state.begin(noted(command))

    history = start().history()

    assert history.doubts == [command]
    assert history.take(command.words, command.place) is None
    assert history.next_seq == 2


def test_what_may_have_been_carried_out_is_in_doubt(start: Open) -> None:
    command = begun(1, "a")
    run(start(), command, "doubt")

    history = start().history()

    assert history.doubts == [command]
    # The same number as when it was sent, which its token is made of.
    assert history.rows(1) == 0


def test_what_is_begun_again_after_its_row_is_in_doubt_again(start: Open) -> None:
    command = begun(1, "a")
    run(start(), command, "failed")
    start().state.begin(noted(command))

    history = start().history()

    assert history.doubts == [command]
    assert history.rows(1) == 1


def test_a_row_in_a_later_run_ends_a_doubt(start: Open) -> None:
    command = begun(1, "a")
    start().state.begin(noted(command))
    log = start()
    log.append(row(command))

    history = start().history()

    assert history.doubts == []
    assert number(history.take(command.words, command.place)) == 1


def test_a_row_that_a_person_takes_out_leaves_a_doubt_of_that_command_only(
    start: Open, path: Path
) -> None:
    for names in ("ab", "cd", "ef"):
        log = start()
        for name in names:
            run(log, begun(ord(name) - ord("a") + 1, name))

    rows = path.read_text().splitlines(keepends=True)
    del rows[2]
    path.write_text("".join(rows))

    assert start().history().doubts == [begun(2, "b")]
    start().forget([2])
    assert start().history().doubts == []


def test_the_first_row_may_be_taken_out(start: Open, path: Path) -> None:
    log = start()
    run(log, begun(1, "a"))
    log.append(row(begun(2, "b")))

    rows = path.read_text().splitlines(keepends=True)
    del rows[1]
    path.write_text("".join(rows))

    assert start().history().doubts == [begun(1, "a")]


def test_what_has_a_token_stays_in_doubt_until_it_is_sent_again(start: Open) -> None:
    command = begun(1, "a", "old", has_token=True)
    start().state.begin(noted(command))
    for _ in range(2):
        past = start().history().changed(words_of("b"), place_of("old"))
        assert past is not None
        assert past.in_doubt

    run(start(), begun(1, "a", "old", has_token=True))

    history = start().history()
    assert number(history.take(command.words, command.place)) == 1


def test_nobody_is_asked_about_what_has_a_token(start: Open) -> None:
    command = begun(1, "a", has_token=True)
    start().state.begin(noted(command))

    history = start().history()

    assert history.doubts == []
    assert history.seq(command.words, command.place, all_current) == 1


def test_what_has_a_token_keeps_its_number_where_it_is_moved(start: Open) -> None:
    start().state.begin(noted(begun(1, "a", "old", has_token=True)))

    history = start().history()

    where = words_of("a"), place_of("new")
    assert history.seq(*where, all_current) is None
    assert history.seq(*where, none_current) == 1


@pytest.mark.parametrize("others", ["", "x"])
def test_what_is_to_be_sent_again_is_that_and_nothing_else(start: Open, others: str) -> None:
    log = start()
    commands = [begun(seq, text, "here") for seq, text in enumerate(["a", *others], 1)]
    for each in commands:
        log.state.begin(noted(each))
    start().agree([each.seq for each in commands])

    history = start().history()

    assert history.doubts == []
    past = history.changed(words_of("b"), place_of("here"))
    assert past is not None
    assert (past.seq, past.in_doubt) == (1, True)
    assert [history.changed(each.words, each.place) for each in commands] == [None] * len(commands)
    found = [history.seq(each.words, each.place, all_current) for each in commands]
    assert found == [each.seq for each in commands]
    assert history.changed(words_of("b"), place_of("here")) is None


def test_what_is_in_doubt_is_unmet_until_it_is_reached(start: Open) -> None:
    log = start()
    changes = [begun(1, "a"), begun(2, "b", has_token=True), begun(3, "c")]
    local = begun(4, "d", effect=Effect.LOCAL_WRITES)
    for each in (*changes, local):
        log.state.begin(noted(each))
    start().agree([1])
    history = start().history()

    history.seq(words_of("other"), changes[2].place, all_current)

    assert [each.seq for each in history.unmet] == [1, 2, 3]
    for each in changes[:2]:
        history.seq(each.words, each.place, all_current)
    assert [each.seq for each in history.unmet] == [3]
    history.leave(history.unmet)
    assert history.unmet == []


def test_what_is_to_be_sent_again_may_be_moved(start: Open) -> None:
    start().state.begin(noted(begun(1, "a", "old")))
    start().agree([1])

    assert start().history().seq(words_of("a"), place_of("new"), none_current) == 1


@pytest.mark.parametrize("status", [None, "doubt"])
def test_what_is_forgotten_is_in_no_doubt(start: Open, status: str | None) -> None:
    command = begun(1, "a")
    log = start()
    log.state.begin(noted(command))
    if status is not None:
        log.append(row(command, status))
    start().forget([1])

    history = start().history()

    assert history.doubts == []
    assert history.take(command.words, command.place) is None
    assert history.seq(command.words, command.place, all_current) == 1


def test_what_is_forgotten_may_be_done_again(start: Open) -> None:
    command = begun(1, "a")
    run(start(), command)
    log = start()
    log.forget([1])
    run(log, begun(2, "b", "a"))

    history = start().history()

    assert history.take(command.words, command.place) is None
    assert number(history.take(words_of("b"), place_of("a"))) == 2


@pytest.mark.parametrize("value", [{"a": [1, None, "\udcff"]}, None, "x"])
@pytest.mark.parametrize("is_whole", [True, False])
def test_the_result_of_a_change_is_kept(start: Open, value: object, *, is_whole: bool) -> None:
    command = begun(1, "a")
    log = start()
    log.state.begin(noted(command))
    log.state.keep(entry(1), Kept(value, is_whole))
    log.append(row(command))

    past = start().history().take(command.words, command.place)

    assert past is not None
    assert past.kept == Kept(value, is_whole)


def test_a_result_of_an_earlier_attempt_is_none_of_a_later_one(start: Open) -> None:
    command = begun(1, "a")
    log = start()
    log.state.begin(noted(command))
    log.state.keep(entry(1), Kept("old"))
    run(start(), command)

    past = start().history().take(command.words, command.place)

    assert past is not None
    assert past.kept is None


def test_a_file_whose_finally_has_begun_is_known(start: Open) -> None:
    noted = Finished({"id": "i-1"}, {"k": {"s": "***"}}, is_whole=True, body="b", mark="m")
    start().state.begin_finally("a.aws", noted)

    history = start().history()

    assert history.finished("a.aws") == noted
    assert history.finished("b.aws") is None


def test_a_line_is_known_as_often_as_it_was_written(start: Open) -> None:
    for _ in range(2):
        start().state.add_line(words_of("a"))

    history = start().history()

    assert [history.take_line(words_of(line)) for line in "aaab"] == [True, True, False, False]


def test_what_gnu_parallel_has_carried_out_is_done(start: Open, path: Path) -> None:
    command, other = begun(1, "a"), begun(2, "b")
    log = start()
    log.state.begin(noted(command))
    log.state.keep(entry(1), Kept("x"))
    log.append(row(command, "failed"))
    run(log, other, "failed")
    with path.open("a") as file:
        file.write(
            "1\t:\t1.0\t     0.1\t0\t0\t0\t0\taws a\n2\t:\t1.0\t     0.1\t0\t0\t1\t0\taws b\n"
        )

    history = start().history()

    past = history.take(command.words, command.place)
    assert past is not None
    assert past.kept is None
    assert history.take(other.words, other.place) is None
    assert history.seq(other.words, other.place, all_current) == 2


def test_what_failed_with_gnu_parallel_leaves_a_doubt(start: Open, path: Path) -> None:
    command = begun(1, "a")
    run(start(), command, "doubt")
    with path.open("a") as file:
        file.write("1\t:\t1.0\t     0.1\t0\t0\t1\t0\taws a\n")

    assert start().history().doubts == [command]


def test_what_gnu_parallel_makes_of_a_missing_number_is_nothing(start: Open, path: Path) -> None:
    log = start()
    log.state.begin(noted(begun(1, "a")))
    run(log, begun(2, "b"), "failed")
    with path.open("a") as file:
        file.write("1\t:\t1.0\t     0.1\t0\t0\t0\t0\t\n")

    assert start().history().doubts == [begun(1, "a")]


def test_a_hundred_thousand_equal_commands_are_taken_as_soon_as_others() -> None:
    keys = [number.to_bytes(4, "big") for number in range(100_000)]
    taken = bytearray(len(keys))
    index = KeyIndex(keys, taken)

    for seq in range(len(keys)):
        assert index.first(b"\0") == seq
        taken[seq] = True

    assert index.first(b"\0") is None


def test_a_log_of_many_commands_takes_little_memory(start: Open) -> None:
    log = start()
    tracemalloc.start()
    try:
        for seq in range(1, MANY + 1):
            run(log, begun(seq, f"logs delete-log-group --log-group-name group-{seq}"))
        # A run that writes a log keeps none of it.
        assert tracemalloc.get_traced_memory()[0] < 100_000
        log = start()
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        history = log.history()
        now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert history.next_seq == MANY + 1
    # In bytes a command: 30 MB for a hundred thousand.
    assert (now - before) / MANY < 300
    assert (most - before) / MANY < 400
