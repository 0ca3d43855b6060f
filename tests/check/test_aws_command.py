"""Commands of a script checked through a catalog that needs no AWS CLI."""

from collections.abc import Sequence

import pytest

from awsbatch.check.aws_command import CommandCheck
from awsbatch.contract.finding import Finding
from awsbatch.contract.word import Hole, HoledWord
from awsbatch.fault.error import ScriptError, ScriptWarning
from awsbatch.language.parser import parse
from tests.contract.fake_catalog import FakeCatalog
from tests.contract.option_table import OPTIONS


def faults(text: str, catalog: FakeCatalog) -> list[ScriptError]:
    check = CommandCheck(lambda: catalog, OPTIONS)
    return [fault for one in parse(text, "f.aws").statements for fault in check.check(one)]


def shown(fault: ScriptError) -> str:
    """Return the text that a fault points at."""
    assert fault.place is not None
    return fault.place.text[fault.place.column - 1 :][: fault.place.width]


def test_every_command_in_a_statement_is_checked_with_holes_for_its_placeholders() -> None:
    catalog = FakeCatalog()
    text = """\
for x in a
    @ignore=Gone aws s a --k p<<x>>
    while y = aws s b
        z = aws s c <<y>>
    end
    if @ignore=No aws s d
        print a
    else if ! @ignore=No aws s e
        print b
    end
end
"""

    assert faults(text, catalog) == []
    assert catalog.words == [
        [("s",), ("a",), ("--k",), ("p", Hole())],
        [("s",), ("b",)],
        [("s",), ("c",), (Hole(),)],
        [("s",), ("d",)],
        [("s",), ("e",)],
    ]
    assert catalog.ignored == [["Gone"], [], [], ["No"], ["No"]]


def test_a_finding_points_at_its_word_or_at_a_part_of_it() -> None:
    catalog = FakeCatalog(Finding(2, "whole"), Finding(2, "part", start=4, width=3))

    whole, part = faults("aws s a --k=abcdef", catalog)

    assert (whole.message, shown(whole)) == ("whole", "--k=abcdef")
    assert (part.message, shown(part)) == ("part", "abc")


@pytest.mark.parametrize("word", ['"--k=\\$abc"', "'--k='abc", "--k=a<<x>>bc"])
def test_a_part_of_a_word_that_the_line_has_otherwise_is_the_whole_word(word: str) -> None:
    (fault,) = faults(f"aws s a {word}", FakeCatalog(Finding(2, "part", start=4, width=1)))
    assert shown(fault) == word


def test_a_finding_about_a_code_to_ignore_points_at_the_code() -> None:
    catalog = FakeCatalog(Finding(1, "unknown", code="Gone", warning=True))

    (fault,) = faults("@ignore=Other,Gone aws s a", catalog)

    assert isinstance(fault, ScriptWarning)
    assert shown(fault) == "Gone"


def test_braces_of_other_languages_get_a_hint_where_the_finding_has_none() -> None:
    (fault,) = faults("aws s a --k {{name}}", FakeCatalog(Finding(3, "wrong")))
    assert fault.hint == "write `<<name>>` for the value of a name"


def test_defaults_are_checked_as_if_a_command_followed() -> None:
    catalog = FakeCatalog(Finding(1, "wrong value"), Finding(2, "of the command"))

    (fault,) = faults("defaults --region x", catalog)

    assert (fault.message, shown(fault)) == ("wrong value", "x")
    assert catalog.words == [[("--region",), ("x",), ("sts",), ("get-caller-identity",)]]


def test_defaults_with_a_fault_of_their_own_are_not_checked_further() -> None:
    catalog = FakeCatalog(Finding(0, "wrong"))

    assert faults("defaults --regin x", catalog) == []
    assert catalog.words == []


def test_a_missing_file_is_told_of_unless_a_statement_writes_it() -> None:
    missing = Finding(4, "missing", warning=True, path="a.json")
    text = "iam create-policy --policy-name p file://a.json\n"

    assert _messages(text, missing) == ["missing"]
    assert _messages(f"{text}print x > a.json\n", missing) == ["missing"]
    assert _messages(f"print x > a.json\n{text}", missing) == []
    # The next round reads what this one writes.
    assert _messages(f"for x in a b\n{text}print x > a.json\nend\n", missing) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("s3 cp - s3://b/k\n", 0),
        ("for x in a b\ns3 cp - s3://b/k\nend\n", 0),
        ("parallel\ns3 cp - s3://b/k\nend\n", 1),
        ("parallel for x in a b\ns3 cp - s3://b/k\nend\n", 1),
        ("parallel\nif <<env>>\ns3 cp - s3://b/k\nend\nend\n", 1),
        ("parallel\nif @ignore=A s3 cp - s3://b/k\nprint x\nend\nend\n", 1),
        ("parallel\nprint x\nend\ns3 cp - s3://b/k\n", 0),
    ],
)
def test_what_is_wrong_beside_others_is_told_of_there(text: str, told: int) -> None:
    finding = Finding(2, "empty", warning=True, beside=True)

    assert _messages(text, finding) == ["empty"] * told


def test_every_line_of_a_parallel_run_is_beside_others() -> None:
    catalog = FakeCatalog(Finding(2, "empty", warning=True, beside=True))
    check = CommandCheck(lambda: catalog, OPTIONS)
    (statement,) = parse("s3 cp - s3://b/k\n", "f.aws").statements

    assert [fault.message for fault in check.check(statement, beside=True)] == ["empty"]


def _messages(text: str, finding: Finding) -> list[str]:
    check = CommandCheck(lambda: FakeCatalog(finding), OPTIONS)
    messages: list[str] = []
    for statement in parse(text, "f.aws").statements:
        check.note(statement)
        messages += [fault.message for fault in check.check(statement)]
    return messages


def test_what_is_wrong_at_aws_is_not_told_of_elsewhere() -> None:
    finding = Finding(1, "no region", warning=True, unless="--endpoint-url")
    text = "defaults --region garage\ns3 ls\n"

    assert _messages(text, finding) == ["no region", "no region"]
    assert _messages(f"defaults --endpoint-url http://localhost:3900\n{text}", finding) == []


@pytest.mark.parametrize(
    "line",
    ["defaults --region <<r>>\naws s a", "aws s a --region <<r>>", "x = aws s a --region <<r>>"],
)
def test_the_words_of_a_loop_that_go_to_a_region_are_checked_as_one(line: str) -> None:
    found = faults(f"for r in here <<'x'>> ther\n{line}\nend", Regions("ther"))
    assert [shown(each) for each in found] == ["ther"]


@pytest.mark.parametrize(
    "body",
    [
        "aws s a --name <<r>>",
        "r = <<'x'>>\naws s a --region <<r>>",
        "aws s a --region <<r>> --endpoint-url http://localhost",
        "aws s a --region <<join('-', [r, 'east-1'])>>",
    ],
)
def test_the_words_of_a_loop_that_may_be_something_else_are_not(body: str) -> None:
    assert faults(f"for r in ther\n{body}\nend", Regions("ther")) == []


class Regions(FakeCatalog):
    """Finds one word strange where it is the first option's value."""

    def __init__(self, strange: str) -> None:
        super().__init__()
        self._strange = (strange,)

    def check(self, words: Sequence[HoledWord], *, ignored: Sequence[str] = ()) -> list[Finding]:
        del ignored
        is_strange = words[0] == ("--region",) and words[1] == self._strange
        return [Finding(1, "strange", warning=True)] if is_strange else []
