from typing import Any

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.check.script import ScriptCheck
from awsbatch.fault.caret import render
from awsbatch.fault.error import ScriptError
from awsbatch.language.input_value import InputValue
from awsbatch.language.parser import parse_all, read
from awsbatch.script_file import ScriptFile


@pytest.fixture(name="check", scope="module")
def _check() -> Any:
    with InProcessRunner() as pool:
        yield lambda given=None: ScriptCheck(given or {}, lambda: pool.catalog, pool.global_options)


def _file(text: str, name: str = "f.aws") -> ScriptFile:
    return ScriptFile(*parse_all(text, name))


@pytest.mark.parametrize(
    "text",
    [
        "if <<env>>\ndefaults --profile p\nend\naws s3 ls\n",
        "aws s3 ls\ndefaults --profile p\n",
        "defaults --profile p\nprint a\n",
        "aws s3 ls\nset -e\nfinally\naws s3 ls\nend\n",
        "for x in a\nset -e\nend\naws s3 ls\n",
        "for x in a\nset +e\nfail no\nend\naws s3 ls\n",
    ],
)
def test_what_governs_no_command_is_a_fault(check: Any, text: str) -> None:
    (fault,) = check().file(_file(text))
    assert "follows this `" in fault.message


@pytest.mark.parametrize(
    "text",
    [
        "defaults --profile p\nfor x in a\nif <<x>>\naws s3 ls\nend\nend\n",
        "defaults --profile p\nfinally\naws s3 ls\nend\n",
        "set -e\nwhile x = aws s3 ls\nprint a\nend\n",
        "set -e\nfor x in a\nfail no\nend\nprint b\n",
        "set -e\nx = <<from_json(env.A)>>\nprint b\n",
        "set +e\nif @ignore=NoSuchBucket aws s3api head-bucket --bucket b\nprint a\nend\n",
    ],
)
def test_what_governs_a_command_is_none(check: Any, text: str) -> None:
    assert check().file(_file(text)) == []


def test_a_word_with_an_unset_name_is_told_of_once(check: Any) -> None:
    (fault,) = check().file(_file("aws s3 rb s3://one <<nosuch>>\n"))
    assert fault.message == "nothing named `nosuch` is set before this line"


def test_all_faults_come_in_the_order_of_the_lines(check: Any) -> None:
    text = "aws s3 frob\nprint <<a>>\nprint $b\naws logs delete-log-group\nprint <<c>>\n"
    faults = check().file(_file(text))
    assert [fault.place.line for fault in faults] == [1, 2, 3, 4, 5]


def test_a_line_at_fault_makes_no_faults_of_those_that_need_its_name(check: Any) -> None:
    text = "x = aws s3 ls | wc\nprint <<x>>\nfor y in <<x>>\nprint $z\naws s3 frob\nend\n"
    messages = [fault.message for fault in check().file(_file(text))]
    assert len(messages) == 3
    assert messages[2].startswith("`s3` has no")


@pytest.mark.parametrize("line", ["input x = <<ago('1')>>", "input x = aws s3 ls", "input x y"])
def test_the_name_of_an_input_at_fault_is_not_missed(check: Any, line: str) -> None:
    (fault,) = check().file(_file(f"{line}\nprint <<x>>\n"))
    assert fault.place.line == 1


def test_the_value_of_an_input_at_fault_is_no_other_fault(check: Any) -> None:
    files = check({"x": InputValue("1", "`x=1`")})
    assert len(files.file(_file("input x = 30d\n"))) == 1
    assert not [*files.strangers()]


def test_a_name_of_a_line_at_fault_may_be_set_by_a_loop(check: Any) -> None:
    (fault,) = check().file(_file("for x in a b\nprint <<x>>\nend\nx := <<'a'>>\n"))
    assert fault.place.line == 4


def test_what_a_finally_sets_ends_with_it(check: Any) -> None:
    files = check()
    assert not files.file(_file("aws s3 ls\nfinally\nx = aws s3 ls\nprint <<x>>\nend\n"))
    (fault,) = files.file(_file("print <<x>>\n", "g.aws"))
    assert fault.message.startswith("nothing named `x`")


def test_a_stream_leaves_single_commands_to_the_cli_and_checks_blocks(check: Any) -> None:
    lines = ["aws s3 frob\n", "for x in a\n", "aws s3 frob\n", "end\n", "print <<y>>\n"]
    items = list(check().stream(read(lines, "-")))
    faults = [render(item).split("\n")[0] for item in items if isinstance(item, ScriptError)]
    assert len(items) == 3
    assert faults[0].startswith("error: `s3` has no")
    assert faults[1].startswith("error: nothing named `y`")


def test_what_a_faulty_statement_of_a_stream_was_to_set_is_left_to_the_run(check: Any) -> None:
    items = list(check().stream(read(["x = <<a>>\n", "print <<x>>\n"], "-")))
    assert isinstance(items[0], ScriptError)
    assert items[0].names == ("x",)
    assert not isinstance(items[1], ScriptError)


def test_a_file_after_a_stream_is_checked_but_for_the_names_that_it_may_set(check: Any) -> None:
    faults = check().before_stream(_file("aws s3 frob <<x>>\nset -e\nprint $y\n"))
    assert [fault.place.line for fault in faults] == [1, 2, 3]
    assert not check().before_stream(_file("print <<x>>\n"))


def test_a_stream_hands_on_what_is_still_to_come_and_what_is_at_fault(check: Any) -> None:
    fault = ScriptError("unreadable")
    assert list(check().stream([None, fault])) == [None, fault]


@pytest.mark.parametrize(
    ("line", "governs"),
    [
        ("defaults --region <<x>>\n", True),
        ("assert <<x>>\n", True),
        ("print <<x>>\n", False),
        ("if <<env.A>>\n defaults --region r\nend\n", True),
        ("for x in a\n print a\n set -e\nend\n", True),
        ("parallel\n for x in a\n  defaults --region r\n end\nend\n", True),
    ],
)
def test_a_faulty_statement_of_a_stream_says_whether_it_governs_those_after_it(
    check: Any, line: str, *, governs: bool
) -> None:
    (fault,) = check().stream(read(line.splitlines(keepends=True), "-"))
    assert fault.governs is governs
