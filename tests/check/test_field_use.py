"""Fields held against what commands answer with, by the models of the AWS CLI."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.line_check.cli_catalog import CliCatalog
from awsbatch.check.command_answer import CommandAnswers
from awsbatch.check.name_use import NameCheck
from awsbatch.check.script import ScriptCheck
from awsbatch.contract.answer import ANYTHING, weight
from awsbatch.fault.caret import render
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Command, Run
from awsbatch.language.parser import parse, parse_all, read
from awsbatch.script_file import ScriptFile
from tests.aws_cli import of_version
from tests.contract.fake_catalog import FakeCatalog
from tests.contract.option_table import OPTIONS
from tests.language.example import Example, examples
from tests.table import table

_VERSION = re.compile(r"\(AWS CLI [0-9.]+\)")
# The AWS CLI's own examples whose `--query` finds nothing: the answer of `describe-loa` has these
# fields itself, where that of `describe-connection-loa` has them in `loa`.
WRONG = ("directconnect/describe-loa.rst:7", "directconnect/describe-loa.rst:15")


@pytest.fixture(scope="module")
def catalog() -> Iterator[CliCatalog]:
    with InProcessRunner() as pool:
        yield pool.catalog


@pytest.mark.parametrize("case", table("check/field_faults"), ids=lambda case: case["text"])
def test_a_script_has_just_these_faults(catalog: CliCatalog, case: Any) -> None:
    check = ScriptCheck({}, lambda: catalog, OPTIONS)

    found = check.file(ScriptFile(*parse_all(case["text"], "f.aws")))

    shown = [_VERSION.sub("(AWS CLI VERSION)", render(each)).split("\n") for each in found]
    assert [[lines[0], lines[-2], lines[-1]] for lines in shown] == of_version(case, case["faults"])


def _queries() -> Iterator[tuple[Example, list[str]]]:
    for example in examples():
        words = example.words()
        if any(word.startswith("--query") for word in words):
            yield example, words


def test_each_query_of_the_examples_finds_something_but_for_two_that_are_wrong(
    catalog: CliCatalog,
) -> None:
    answers = CommandAnswers(lambda: catalog)
    known = 0
    wrong: list[str] = []
    for example, words in _queries():
        for captured in (False, True):
            command = _command(" ".join(map(_quoted, words)))
            answer, warnings = answers.of(command, (), captured=captured)
            known += answer != ANYTHING
            if warnings:
                wrong.append(example.where)
    assert {*wrong} == {*WRONG}
    assert len(wrong) == 2 * len(WRONG)
    assert known > 100


def _quoted(word: str) -> str:
    # A pipe that no blank stands before is in the word, as shlex sees it.
    query = word.split("|base64", maxsplit=1)[0]
    return "'" + query.replace("'", """'"'"'""") + "'"


def _command(line: str) -> Command:
    (statement,) = parse(line, "f.aws").statements
    assert isinstance(statement, Run)
    return statement.command


def test_an_answer_is_not_worked_out_before_a_field_of_it_is_used() -> None:
    catalog = FakeCatalog()
    check = ScriptCheck({}, lambda: catalog, OPTIONS)
    text = """\
x = aws s a
y = <<x || 'none'>>
for z in <<x>>
    all[] = <<{z: z, y: y}>>
end
aws s b --c <<x>>
"""
    used = f"{text}print <<y.a>>\n"

    assert check.file(ScriptFile(*parse_all(text, "f.aws"))) == []
    assert catalog.asked == []
    assert check.file(ScriptFile(*parse_all(used, "f.aws"))) == []
    assert catalog.asked == [[("s",), ("a",)]]


def test_a_stream_asks_only_where_a_field_is_used() -> None:
    catalog = FakeCatalog()
    check = ScriptCheck({}, lambda: catalog, OPTIONS)
    lines = ["aws s a --query b", "x = aws s c --query d", "aws s e --f <<x>>"]

    assert len([*check.stream(read(lines, "-"))]) == len(lines)
    assert catalog.asked == []
    assert len([*check.stream(read(["print <<x.y>>"], "-"))]) == 1
    assert catalog.asked == [[("s",), ("c",), ("--query",), ("d",)]]


def test_a_stream_is_not_remembered() -> None:
    names = NameCheck(OPTIONS, FakeCatalog)
    lines = [
        "x = <<[x || env.A, 'a']>>",
        "y = <<y || env.A || 'a'>>",
        "if <<env.A>>\n    z = sts get-caller-identity\nend",
        "for each in a b\n    all[] = <<{each: each, x: x}>>\nend",
    ]
    text = "\n".join(["x = <<'a'>>", "y = aws s a", "z = aws s b", *lines * 200])
    for statement in read(text.splitlines(), "-"):
        assert statement is not None
        assert not isinstance(statement, ScriptError)
        assert names.check(statement) == []
        answers = names._state.outermost.answers
        assert sum(map(weight, answers.values())) < 1000
        assert not names._state.outermost.gathered


@pytest.mark.parametrize("parallel", [False, True])
def test_what_a_name_is_comes_with_it_to_other_files_and_a_stream(
    catalog: CliCatalog,
    parallel: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    check = ScriptCheck({}, lambda: catalog, OPTIONS, parallel=parallel)
    texts = ["x = sts get-caller-identity\n", "print <<x.arn>> <<x.Arn>>\n"]

    found = [
        [each.message for each in check.file(ScriptFile(*parse_all(text, f"{number}.aws")))]
        for number, text in enumerate(texts)
    ]
    streamed = [*check.stream(read(["print <<x.arn>>", "print <<x.Arn>>"], "-"))]

    assert [len(messages) for messages in found] == [0, 1]
    assert [isinstance(item, ScriptError) for item in streamed] == [True, False]
