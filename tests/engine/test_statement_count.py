"""How many commands are known to come, and when."""

import os
import threading
from itertools import accumulate, groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.engine.engine import Terms
from awsbatch.event import Known
from awsbatch.language.input_value import InputValue
from tests.contract.fake_runner import FakeRunner, ends, fails, gives, known, outermost, run

NAMES = " ".join(f"n{number}" for number in range(20))


def counts(*texts: str, runner: FakeRunner | None = None, **names: object) -> list[int]:
    """Return what each event tells to come, in order."""
    given = {name: InputValue(value, "a test", is_text=False) for name, value in names.items()}
    events = run(*texts, runner=runner or FakeRunner(), scope=outermost(given=given))
    assert known(events) == len(ends(events))
    told = [event for event in events if isinstance(event, Known)]
    assert sum(event.unknown for event in told) == 0
    return [event.commands for event in told if event.commands]


def test_literal_loops_are_multiplied_out_from_the_start() -> None:
    text = f"for r in a b c d\nfor n in {NAMES}\naws x\ny = aws z\nend\nend\n"
    assert counts(text) == [160]


@pytest.mark.parametrize("word", ["", "parallel "])
def test_loops_side_by_side_are_as_well(word: str) -> None:
    text = f"parallel\n{word}for r in a b\nfor n in 1 2 3\naws x\nend\nend\naws y\nend\naws z\n"
    assert counts(text) == [8]


def test_all_files_are() -> None:
    assert counts("for x in 1 2\naws a\nend\n", "for x in 1 2 3\naws a\nend\n") == [5]


def test_inputs_and_names_that_no_command_makes_are() -> None:
    text = (
        "input regions\ninput names = <<`['a', 'b', 'c']`>>\nodd = <<names[::2]>>\n"
        "for r in <<regions>>\nfor n in <<odd>> more\naws x\nend\nend\n"
    )
    assert counts(text.replace("'", '"'), regions=["r", "s"]) == [6]


def test_a_name_that_a_round_sets_from_such_names_is() -> None:
    text = 'for r in a b\nlist = <<`["x", "y"]`>>\nfor n in <<list>>\naws x\nend\nend\n'
    assert counts(text) == [4]


def test_what_a_command_makes_is_known_when_the_loop_begins() -> None:
    text = "list = aws get\nfor r in a b\nfor n in <<list>>\naws x\nend\nend\n"
    assert counts(text, runner=FakeRunner({"get": gives([1, 2, 3])})) == [1, 6]


def test_lists_of_each_round_are_known_when_its_loop_begins() -> None:
    text = "for l in <<`[[1, 2], [3]]`>>\nfor n in <<l>>\naws x\nend\naws y\nend\n"
    assert counts(text) == [2, 2, 1]


def test_a_list_that_rounds_add_to_is_not_known() -> None:
    text = "for a in 1 2\nall[] = <<a>>\nfor b in <<all>>\naws x\nend\nend\n"
    assert counts(text) == [1, 2]


def test_branches_are_known_when_they_are_chosen() -> None:
    text = "if <<`true`>>\nfor r in 1 2\nfor s in 3 4\naws x\nend\nend\nend\n"
    assert counts(text) == [4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list = aws get\nfor x in <<list>>\naws a\nend\naws b\n", [1, 0]),
        ("for r in 1 2\nlist = aws get\nfor x in <<list>>\naws a\nend\nend\n", [2, 1, 0]),
        ("list = aws get\nfor x in <<list>>\nprint <<x>>\nend\n", [0]),
        ("if <<args>>\naws a\nend\naws b\n", [1, 0]),
        ("if <<`true`>>\naws a\nend\naws b\n", [1, 0]),
        ("if <<args>>\nprint a\nend\naws b\n", [0]),
        ("if aws fail\naws a\nend\naws b\n", [1, 0]),
        ("@rounds=1 while x = aws get\naws a\nend\n", [1, 1, 1, 0]),
        ("x = aws fail\nfor y in <<x>>\naws a\nend\n", [1, 0]),
        ("set -e\naws fail\nfor y in <<args>>\naws a\nend\nif <<args>>\naws a\nend\n", [1, 0]),
    ],
)
def test_it_is_told_how_many_blocks_have_commands_that_are_not_known(
    text: str, expected: list[int]
) -> None:
    runner = FakeRunner({"get": gives([1, 2]), "fail": fails()})
    events = [event for event in run(text, runner=runner) if isinstance(event, Known)]
    unknown = [*accumulate(event.unknown for event in events)]
    assert [number for number, _ in groupby(unknown)] == [number for number, _ in groupby(expected)]


def test_a_loop_that_is_skipped_is_one_and_not_its_rounds() -> None:
    text = "for r in a b\naws fail\nfor n in 1 2 3\naws x\nend\nend\n"
    assert counts(text, runner=FakeRunner({"fail": fails()})) == [8, -2, -2]


def test_a_loop_at_fault_is_one_and_not_its_rounds() -> None:
    text = 'x = <<`"a"`>>\nfor r in a b\nx[] = aws y\nend\n'
    assert counts(text) == [2, -1]


def test_a_file_that_gives_itself_once_is_not_read_for_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text("a\nb\n"))
    writer.start()
    text = f"list = <<lines(read('{pipe}'))>>\nfor x in <<list>>\naws a\nend\n"

    assert counts(text) == [2]
    writer.join()


_LINES = st.sampled_from(
    ["aws a", "x = aws get", "x = aws fail", "x = <<`[1, 2]`>>", "y[] = aws get", "fail no"]
)
_HEADS = st.sampled_from(
    [
        "for a in 1 2",
        "for b in <<x>>",
        "for c in <<y>>",
        "parallel for c in 1 <<args>>",
        "for x in 1 <<a>>",
        "parallel",
        "if <<x>>",
        "if aws fail",
        "@rounds=2 while w = aws get",
    ]
)
_BLOCKS = st.recursive(
    st.lists(_LINES, min_size=1, max_size=3),
    lambda inner: st.tuples(_LINES, _HEADS, inner, _LINES).map(
        lambda parts: [parts[0], parts[1], *parts[2], "end", parts[3]]
    ),
    max_leaves=6,
)


@given(_BLOCKS, st.sampled_from([Terms(), Terms(jobs=4, parallel=True)]))
def test_as_many_commands_end_as_were_known(lines: list[str], terms: Terms) -> None:
    runner = FakeRunner({"fail": fails(), "get": gives([3, 4])})
    # Inside a round, so that a `fail` ends that and not the run.
    text = "\n".join(["for run in 1 2", *lines, "end"])

    events = run(f"{text}\n", runner=runner, scope=outermost({"x": [1]}), terms=terms)

    assert known(events) == len(ends(events))
    assert sum(event.unknown for event in events if isinstance(event, Known)) == 0
