import pytest

from awsbatch.cli import width_note
from awsbatch.cli.option import parse
from awsbatch.language import parser

JOBS = ["a.aws", "-j", "3"]
PARALLEL = ["a.aws", "-P", "3"]
LINES = "aws a\naws b\n"
LOOP = "for x in 1 2\naws a\nend\n"
PARALLEL_LOOP = f"parallel {LOOP}"


@pytest.mark.parametrize(
    ("argv", "text", "note"),
    [
        (JOBS, LINES, "note: `--jobs 3` changes nothing: no `parallel` is in the input;"),
        (JOBS, PARALLEL_LOOP, ""),
        (PARALLEL, LINES, ""),
        (PARALLEL, PARALLEL_LOOP, ""),
        (PARALLEL, LOOP, "note: `-P 3` changes nothing: the input is one line or block;"),
        (["a.aws"], LINES, ""),
    ],
)
def test_a_width_that_whole_files_make_no_use_of_is_told(
    argv: list[str], text: str, note: str
) -> None:
    told = width_note.for_scripts(parse(argv), [parser.parse(text, "a.aws")])

    assert (told or "").startswith(note)
    assert bool(told) == bool(note)


def test_a_width_that_a_stream_made_no_use_of_is_told() -> None:
    told = width_note.for_stream(parse(JOBS), has_forked=False)

    assert told is not None
    assert told.startswith("note: `--jobs 3` changes nothing")
    assert width_note.for_stream(parse(JOBS), has_forked=True) is None
    assert width_note.for_stream(parse(PARALLEL), has_forked=False) is None
