from collections.abc import Iterator
from pathlib import Path
from typing import Any

import awscli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.check.name_use import NameCheck
from awsbatch.fault.caret import render
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Run
from awsbatch.language.parser import parse, parse_all, read
from tests.contract.fake_catalog import FakeCatalog
from tests.contract.option_table import OPTIONS
from tests.language import outline
from tests.table import table

PIECES = (
    *("aws ", "ec2 ", "x", "'", '"', "\\", "\n", "\\\n", " ", "\t", "<<", ">>", "<", ">", "$", "`"),
    *("|", ";", "&", "(", ")", "~", "#", "for ", "in ", "end\n", "done", "if ", "x = ", "a", "[?"),
    *("]", "{", ":", "}", ".", "==", "@", "&a", "sort_by(", "now()", "print ", "defaults ", "--a"),
    *("while x = ", "parallel ", "else ", "finally", "set -e", "assert ", "x[] = ", "@ignore="),
    *(
        "@retry=",
        "@timeout=5s ",
        "fail ",
        "set +e",
        "! ",
        "@rounds=2 ",
        "@every=1s ",
        "A,",
        "[ ",
        "]; then",
        "<<x[?b == c]>>",
        "'<<x>>'",
    ),
    *("{{x}}", "{{ x }}", "<<EOF\n", "EOF\n", "<<<", "“", "\u00a0", "\u2013-a", "{1..3}", "args"),
    *("=", "é", "\r", "\r\n", "\ufeff", "\0", "1", "2>", "!", "$(", "while ", "\u2028", "*", "-1"),
)
LINES = (
    *("for x in <<y>>", "for y in a b", "parallel for z in <<x>>", "while y = aws ec2 x", "end"),
    *("@rounds=2 @every=1s while x = aws ec2 x", "if <<x>>", "else if <<y>>", "else", "parallel"),
    *("if @ignore=A aws ec2 x", "else if ! ec2 x", "fail no <<x>>", "set +e"),
    *("finally", "set -e", "print <<x>>", "print <<y>> <<z>>", "x = <<y>>", "y = aws ec2 <<x>>"),
    *("x[] = <<y>>", "y[] = @ignore=A,B* aws ec2 x", "@retry=2:C aws ec2 <<z>> > f", "z = <<'a'>>"),
    *("assert <<x && y>> no <<z>>", "defaults --region <<x>>", "print <<x[?a < y && b == $z]>>"),
    *(
        "print '<<x>>' {{y}}",
        "if [ -z $x ]; then",
        "fi",
        "for y in x",
        "print <<",
        "x=1",
        "print 'a",
    ),
    *("aws iam x <<EOF", "EOF", "print b'", "aws ec2 x \\", "  --y <<x", "| [0]>>"),
)
SCRIPT = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.lists(st.sampled_from(LINES), max_size=15).map("\n".join),
)


@pytest.mark.parametrize("case", table("language/parsing"), ids=lambda case: repr(case["text"]))
def test_a_text_is_these_statements(case: dict[str, Any]) -> None:
    script = parse(case["text"], outline.FILE)

    assert [outline.statement(each) for each in script.statements] == case["statements"]


@given(SCRIPT)
def test_any_text_is_a_script_or_faults_that_can_be_shown(text: str) -> None:
    _, faults = parse_all(text, outline.FILE)

    for fault in faults:
        assert fault.place is not None
        assert render(fault)
        assert fault.place.column - 1 + fault.place.width <= len(fault.place.text) + 1


@given(SCRIPT)
def test_any_script_has_names_or_faults_that_can_be_shown(text: str) -> None:
    script, _ = parse_all(text, outline.FILE)
    names = NameCheck(OPTIONS, FakeCatalog)
    names.expect(script.statements)

    for statement in script.statements:
        for fault in names.check(statement):
            assert fault.place is not None
            assert render(fault)
            assert 1 <= fault.place.column <= len(fault.place.text)
            assert fault.place.column - 1 + fault.place.width <= len(fault.place.text)


@given(SCRIPT)
def test_a_stream_gives_what_the_whole_file_gives(text: str) -> None:
    script, faults = parse_all(text, outline.FILE)

    items = list(read(text.split("\n"), outline.FILE))

    sound = [item for item in items if not isinstance(item, ScriptError)]
    assert sound == [each for each in script.statements if each in sound]
    shown = [render(item) for item in items if isinstance(item, ScriptError)]
    assert shown == [render(fault) for fault in faults]


def test_a_statement_is_given_before_the_next_line_is_read() -> None:
    wanted = ["print a", "for x in b", "print c", "end", "echo d", "print e"]
    taken: list[str] = []

    def source() -> Iterator[str]:
        for line in wanted:
            taken.append(line)
            yield line

    items = read(source(), outline.FILE)

    assert [len(taken) for _ in items] == [1, 4, 5, 6]


@pytest.mark.parametrize(
    "first", ["print 'a", 'print "a', "print <<f(", "print <<'a", 'print "<<f(']
)
def test_what_is_never_closed_takes_a_thousand_lines_of_a_stream(first: str) -> None:
    lines = [first, *["print x"] * 999, "print y", "print z"]

    fault, *others = list(read(lines, outline.FILE))

    assert isinstance(fault, ScriptError)
    assert fault.message.endswith(("is not closed", "is not closed inside `<<…>>`"))
    assert fault.position[0] == 1
    assert [str(each.place) for each in others] == ["f.aws:1001", "f.aws:1002"]


def test_a_placeholder_over_several_lines_is_given_with_its_last() -> None:
    wanted = ["x = <<{", "  a: [", "    1, 'two'", "  ]", "}>>", "print <<x>>"]
    taken: list[str] = []

    def source() -> Iterator[str]:
        for line in wanted:
            taken.append(line)
            yield line

    assert [len(taken) for _ in read(source(), outline.FILE)] == [5, 6]


def test_a_statement_knows_its_place() -> None:
    run, loop = parse("\n  aws ec2 x\nfor a in b\nprint c\nend", outline.FILE).statements

    assert (str(run.place), run.place.column, run.place.width) == ("f.aws:2", 3, 3)
    assert (str(loop.place), loop.place.column, loop.place.width) == ("f.aws:3", 5, 1)


def test_blocks_nest_fifty_deep_and_no_deeper() -> None:
    def nested(depth: int) -> str:
        return "for x in a\n" * depth + "print b\n" + "end\n" * depth

    _, sound = parse_all(nested(50), outline.FILE)
    script, faults = parse_all(nested(3000) + "print c", outline.FILE)

    assert not sound
    assert [str(fault) for fault in faults] == ["blocks are nested more than 50 deep"]
    assert len(script.statements) == 2


def test_what_follows_a_faulty_line_is_not_taken_for_a_command() -> None:
    script, faults = parse_all("aws ec2 x | \\\n  y \\  \n --z 'a\n b'\nprint c", outline.FILE)

    assert len(faults) == 1
    assert [outline.statement(each) for each in script.statements] == [{"print": "c"}]


def test_no_service_of_aws_is_a_word_of_the_language_or_of_a_shell() -> None:
    folder = Path(awscli.__file__).parent / "examples"
    services = [each.name for each in folder.iterdir() if each.is_dir()]

    for service in services:
        (statement,) = parse(f"{service} x", outline.FILE).statements
        assert isinstance(statement, Run)

    assert len(services) > 150
