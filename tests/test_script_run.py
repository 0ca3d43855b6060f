"""Files and streams run without the AWS CLI, the command line and the reports."""

from collections.abc import Sequence

import pytest

from awsbatch.check.script import ScriptCheck
from awsbatch.engine.engine import Engine, Terms
from awsbatch.event import Event
from awsbatch.fault.error import AwsbatchError
from awsbatch.language.parser import parse_all
from awsbatch.script_file import ScriptFile
from awsbatch.script_run import Input, events, read_stream
from tests.contract.fake_catalog import FakeCatalog
from tests.contract.fake_runner import FakeRunner, Hurried, happening, outermost, printed
from tests.contract.option_table import OPTIONS


@pytest.fixture
def check() -> ScriptCheck:
    return ScriptCheck({}, FakeCatalog, OPTIONS)


def _engine(runner: FakeRunner, **terms: "int | bool") -> Engine:
    return Engine(
        runner,
        None,
        outermost(),
        Terms(**terms),  # type: ignore[arg-type]
        options=OPTIONS,
        run_end=Hurried(),
    )


def _file(text: str, name: str) -> ScriptFile:
    return ScriptFile(*parse_all(text, name))


def _run(
    inputs: Sequence[Input], runner: FakeRunner, check: ScriptCheck, **terms: "int | bool"
) -> list[Event]:
    happens = events(_engine(runner, **terms), inputs, check, lambda found: not found)
    return list(happening(happens))


def test_files_run_in_their_order_and_share_names(check: ScriptCheck) -> None:
    runner = FakeRunner()

    happened = _run(
        [_file("aws a\nx = <<'1'>>\n", "1"), _file("print <<x>>\naws b\n", "2")], runner, check
    )

    assert runner.commands == ["a", "b"]
    assert printed(happened) == ["1"]


@pytest.mark.parametrize("beside", [False, True])
def test_a_stream_runs_where_it_stands_among_the_files(check: ScriptCheck, *, beside: bool) -> None:
    runner = FakeRunner()
    stream = read_stream([b"aws b\n", b"y = <<'1'>>\n"], check, beside=beside)

    happened = _run(
        [_file("aws a\n", "1"), stream, _file("print <<y>>\naws c\n", "3")],
        runner,
        check,
        jobs=2,
        parallel=beside,
    )

    assert runner.commands == ["a", "b", "c"]
    assert printed(happened) == ["1"]


def test_a_file_after_a_stream_that_is_not_sound_does_not_run(check: ScriptCheck) -> None:
    runner = FakeRunner()
    stream = read_stream([b"aws a\n"], check, beside=False)

    with pytest.raises(AwsbatchError) as caught:
        _run([stream, _file("print <<y>>\n", "2.aws"), _file("aws b\n", "3.aws")], runner, check)

    assert caught.value.message == "`2.aws` and the files after it are not run"
    assert runner.commands == ["a"]


@pytest.mark.parametrize("beside", [False, True])
def test_an_option_of_the_run_holds_unless_a_line_of_the_stream_chooses_another(
    *, beside: bool
) -> None:
    runner = FakeRunner()
    outer = {"--region": "eu-west-1"}
    check = ScriptCheck({}, FakeCatalog, OPTIONS, outer=outer)
    stream = read_stream(
        [b"aws a\n", b"aws b --region x\n", b"aws c --region y\n"], check, beside=beside
    )
    engine = Engine(runner, None, outermost(), options=OPTIONS, outer=outer, run_end=Hurried())
    found: list[AwsbatchError] = []

    def is_sound(each: Sequence[AwsbatchError]) -> bool:
        found.extend(each)
        return True

    list(happening(events(engine, [stream], check, is_sound)))

    assert runner.words == [
        [("a",), ("--region",), ("eu-west-1",)],
        [("b",), ("--region",), ("x",)],
        [("c",), ("--region",), ("y",)],
    ]
    assert [each.message for each in found] == ["`--region eu-west-1` does not hold for line 2"]
