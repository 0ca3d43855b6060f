"""What hints propose can be typed: it has no fault, nor has its command."""

import re
from collections.abc import Iterator

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.check.aws_command import CommandCheck
from awsbatch.fault.error import ScriptWarning
from awsbatch.language.defaults_fault import check_defaults
from awsbatch.language.model import Defaults
from awsbatch.language.names_set import within
from awsbatch.language.parser import parse_all
from tests.language import outline
from tests.table import table

TABLES = ("lexer_faults", "statement_faults", "block_faults")
# Up to the backquote that ends it, and not to one of a literal in it.
_PROPOSAL = re.compile(r"write `(.+?)`(?=$|[,:;]| [a-z])")
_STATEMENT = re.compile(
    r"(?:aws|assert|defaults|for|if|input|print|s3|while) |@\w+=\S+ |\w+ = |<<|set -e$"
)
_BLOCK = re.compile(r"(?:@\w+=\S+ )*(?:for|if|while) ")
# What stands for something that the author of the line knows.
_OPEN = re.compile(r"…|\b(?:[A-Z]{2,}|N)\b(?![=_])")
_REAL = re.compile(r"\b(?:s3|s3api|logs) |^defaults ")
_CALL = re.compile(r"\$?[a-z]\w*\(.*\)(?:\.\w+)*")
# In upper case, and text all the same.
_TEXT = re.compile(r"'[^']*'|\b(?:GET|FOO)\b|env\.\w+")


def _hints(name: str) -> Iterator[str]:
    for case in table(name):
        for fault in parse_all(case["text"], outline.FILE)[1]:
            yield fault.hint or ""


def _proposals() -> Iterator[str]:
    for name in TABLES:
        for hint in _hints(f"language/{name}"):
            yield from _PROPOSAL.findall(hint)


def _closed(text: str) -> bool:
    return not _OPEN.search(_TEXT.sub("", text))


LINES = sorted({each for each in _proposals() if _STATEMENT.match(each) and _closed(each)})
CALLS = sorted(
    {
        each
        for hint in _hints("expression/expression_faults")
        for each in re.findall(r"`([^`]+)`", hint)
        if _CALL.fullmatch(each) and not re.search(r"…|&|\(\)|\[,", each)
    }
)


@pytest.fixture(scope="module")
def runner() -> Iterator[InProcessRunner]:
    with InProcessRunner() as runner:
        yield runner


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_a_hint_proposes_is_sound(runner: InProcessRunner, line: str) -> None:
    text = f"print {line}" if line.startswith("<<") else line
    if _BLOCK.match(line):
        text = f"{text}\n    print x\nend"

    script, faults = parse_all(text, outline.FILE)

    assert [fault.message for fault in faults] == []
    if _REAL.search(line):
        check = CommandCheck(lambda: runner.catalog, runner.global_options)
        for statement in within(script.statements):
            found = check.check(statement)
            assert [e.message for e in found if not isinstance(e, ScriptWarning)] == []
            if isinstance(statement, Defaults):
                assert check_defaults(statement, runner.global_options) == []


@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_a_hint_proposes_is_sound(call: str) -> None:
    _, faults = parse_all(f"print <<{call}>>", outline.FILE)

    assert [fault.message for fault in faults] == []


def test_there_are_hints_to_look_at() -> None:
    assert len(LINES) > 60
    assert len(CALLS) > 20
