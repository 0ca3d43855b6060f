"""Redirects to files."""

from pathlib import Path

import pytest

from awsbatch.engine.engine import Engine
from awsbatch.event import Ended, Started
from awsbatch.language.parser import parse
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    FakeRunner,
    ends,
    happening,
    kept,
    outermost,
    printed,
    run,
    start,
)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def answering(stdout: bytes) -> FakeRunner:
    return FakeRunner({"a b": Answer(stdout=stdout, stderr=b"err")})


def test_a_redirect_takes_standard_output_only() -> None:
    output = FakeOutput()
    Path("f").write_bytes(b"a longer content than the new one")
    run("aws a b > f\n", runner=answering(b"out\xff"), output=output)
    assert Path("f").read_bytes() == b"out\xff"
    assert (output.stdout.content(), output.stderr.content()) == (b"", b"err")


def test_a_double_arrow_appends() -> None:
    Path("f").write_bytes(b"1")
    run("aws a b >> f\naws a b >> f\n", runner=answering(b"2"))
    assert Path("f").read_bytes() == b"122"


def test_the_file_is_emptied_before_the_command_starts_and_closed_when_it_ends() -> None:
    Path("f").write_bytes(b"old")
    for event in start("aws a b > f\n", runner=answering(b"new")):
        if isinstance(event, Started):
            assert Path("f").read_bytes() == b""
        if isinstance(event, Ended):
            assert Path("f").read_bytes() == b"new"


def test_a_file_name_may_come_from_a_value() -> None:
    runner = answering(b"x")
    run(
        "for n in <<names>>\naws a b > out-<<n>>.json\nend\n",
        runner=runner,
        scope=outermost({"names": [1, "é b"]}),
    )
    assert sorted(path.name for path in Path().iterdir()) == ["out-1.json", "out-é b.json"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("none/f", "cannot write `none/f`: no such file or directory"),
        (".", "cannot write `.`: is a directory"),
        ("''", "cannot write ``: no such file or directory"),
        ("<<zero>>", "cannot write `\0`: embedded null byte"),
    ],
)
def test_a_file_that_cannot_be_opened_fails_the_command_without_running_it(
    target: str, message: str
) -> None:
    runner = FakeRunner()
    events = run(
        f"aws a b > {target}\nprint p > {target}\n", runner=runner, scope=outermost({"zero": "\0"})
    )
    assert runner.commands == []
    for end in ends(events):
        assert (end.status.value, end.exit_status) == ("failed", 1)
        assert end.error is not None
        assert end.error.message == message
        assert end.error.place is not None
    assert len(ends(events)) == 2


def test_output_that_went_to_a_file_is_not_kept_as_well() -> None:
    engine = Engine(answering(b"out"), None, outermost())
    (end,) = ends(list(happening(engine.run(parse("aws a b > f\n", "1.aws")))))
    assert kept(end) == (None, b"err")


def test_a_list_of_several_file_names_is_refused() -> None:
    (end,) = ends(run("aws a b > <<x>>\n", scope=outermost({"x": ["f", "g"]})))
    assert end.exit_status == 2
    assert end.error is not None
    assert end.error.message == "the file name is a list of 2 values"
    assert list(Path().iterdir()) == []


def test_a_null_argument_leaves_the_file_as_it_was() -> None:
    Path("f").write_bytes(b"old")
    run("aws a b <<x>> > f\nprint <<x>> > f\n", scope=outermost({"x": None}))
    assert Path("f").read_bytes() == b"old"


def test_print_writes_its_line_to_a_file() -> None:
    events = run("print a > f\nprint <<x>> >> f\n", scope=outermost({"x": "ü \udcff"}))
    assert printed(events) == []
    assert Path("f").read_bytes() == "a\nü ".encode() + b"\xff\n"


def test_print_of_text_that_is_no_unicode_fails() -> None:
    (end,) = ends(run("print <<x>> > f\n", scope=outermost({"x": "\ud800"})))
    assert end.error is not None
    assert end.error.message.startswith("cannot write `f`: 'utf-8' codec")
