"""What programs are told of the same faults, in each format."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from awsbatch.fault.error import ScriptError, ScriptWarning, UsageError
from awsbatch.fault.place import Place
from awsbatch.report.fault_format import json_object, sarif, short, workflow_command
from awsbatch.report.fault_format.diagnosis import Diagnosis, diagnosis

# See NOTICE.
SCHEMA = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_bytes())

FAULT = diagnosis(
    "été.aws",
    ScriptError(
        "`ec2` has no operation `describe-vpc`",
        place=Place("été.aws", 3, 9, 12, "aws ec2 describe-vpc"),
        hint="did you mean `describe-vpcs`?",
    ),
)
WARNING = diagnosis(
    "jobs/100%, a:b.aws",
    ScriptWarning("there is no file `a\nb`", place=Place("jobs/100%, a:b.aws", 1, 1, 1, "x")),
)
MISSING = diagnosis("absent.aws", UsageError("cannot read `absent.aws`: no such file or directory"))
STRANGER = diagnosis(None, UsageError("`x=1` gives `x` a value", hint="write `input x`"))
NOT_TEXT = diagnosis(
    "caf\udce9.aws", ScriptError("`\udce9`", place=Place("caf\udce9.aws", 1, 1, 1, "\udce9"))
)
ALL = [FAULT, WARNING, MISSING, STRANGER, NOT_TEXT]


def test_short_is_a_line_for_each_fault() -> None:
    assert [*short.lines(ALL)] == [
        "été.aws:3:9: error: `ec2` has no operation `describe-vpc` (did you mean `describe-vpcs`?)",
        "jobs/100%, a:b.aws:1:1: warning: there is no file `a b`",
        "absent.aws:1:1: error: cannot read `absent.aws`: no such file or directory",
        "awsbatch: error: `x=1` gives `x` a value (write `input x`)",
        "caf\udce9.aws:1:1: error: `\ufffd`",
    ]


def test_json_is_an_object_for_each_fault_and_null_what_is_not_known() -> None:
    first, second, missing, stranger, not_text = map(json.loads, json_object.lines(ALL))

    assert first == {
        "file": "été.aws",
        "line": 3,
        "column": 9,
        "end_column": 21,
        "severity": "error",
        "message": "`ec2` has no operation `describe-vpc`",
        "hint": "did you mean `describe-vpcs`?",
    }
    assert (second["severity"], second["message"]) == ("warning", "there is no file `a\nb`")
    assert missing["file"] == "absent.aws"
    assert {missing[name] for name in ("line", "column", "end_column", "hint")} == {None}
    assert stranger["file"] is None
    assert (not_text["file"], not_text["message"]) == ("caf\ufffd.aws", "`\ufffd`")


def test_github_is_a_workflow_command_for_each_fault() -> None:
    fault, warning, missing, stranger, not_text = workflow_command.lines(ALL)

    assert fault == (
        "::error file=été.aws,line=3,col=9,endColumn=21,title=awsbatch::"
        "`ec2` has no operation `describe-vpc` (did you mean `describe-vpcs`?)"
    )
    assert warning == (
        "::warning file=jobs/100%25%2C a%3Ab.aws,line=1,col=1,endColumn=2,title=awsbatch::"
        "there is no file `a b`"
    )
    assert missing == (
        "::error file=absent.aws,title=awsbatch::"
        "cannot read `absent.aws`: no such file or directory"
    )
    assert stranger == "::error title=awsbatch::`x=1` gives `x` a value (write `input x`)"
    assert not_text == (
        "::error file=caf\udce9.aws,line=1,col=1,endColumn=2,title=awsbatch::`\ufffd`"
    )


@pytest.mark.parametrize("found", [[], ALL], ids=["none", "all"])
def test_sarif_is_a_log_as_its_schema_has_it(found: list[Diagnosis]) -> None:
    log = _log(found)

    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(log)] == []
    assert len(log["runs"][0]["results"]) == len(found)


def test_the_schema_finds_what_is_wrong_with_a_log() -> None:
    log = _log(ALL)
    log["runs"][0]["results"][0]["level"] = "fatal"

    assert not Draft7Validator(SCHEMA).is_valid(log)


def test_a_result_of_sarif_has_its_rule_and_its_place() -> None:
    run = _log(ALL)["runs"][0]
    first, second, missing, stranger, _ = run["results"]

    assert first == {
        "ruleId": "fault",
        "level": "error",
        "message": {
            "text": "`ec2` has no operation `describe-vpc` (did you mean `describe-vpcs`?)"
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "%C3%A9t%C3%A9.aws"},
                    "region": {"startLine": 3, "startColumn": 9, "endColumn": 21},
                }
            }
        ],
    }
    assert (second["ruleId"], second["level"]) == ("warning", "warning")
    assert [each["physicalLocation"] for each in missing["locations"]] == [
        {"artifactLocation": {"uri": "absent.aws"}}
    ]
    assert stranger["locations"] == []
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert {each["ruleId"] for each in run["results"]} == {*rules}


Lines = Callable[[Iterable[Diagnosis]], Iterator[str]]


@pytest.mark.parametrize("lines", [short.lines, json_object.lines, workflow_command.lines])
def test_no_fault_is_no_line(lines: Lines) -> None:
    assert [*lines([])] == []


def test_a_file_is_named_from_the_working_folder_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def named(file: str) -> str | None:
        return diagnosis(file, UsageError("")).file

    assert named(str(tmp_path / "jobs" / "a.aws")) == "jobs/a.aws"
    assert named("./jobs//a.aws") == "jobs/a.aws"
    assert named("../a.aws") == "../a.aws"
    assert named("/srv/a.aws") == "/srv/a.aws"
    assert named("<stdin>") == "<stdin>"


def test_a_file_elsewhere_is_an_address_in_sarif() -> None:
    results = _log([diagnosis("/srv/a b.aws", UsageError(""))])["runs"][0]["results"]

    location = results[0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "file:///srv/a%20b.aws"}


def _log(found: Iterable[Diagnosis]) -> Any:
    return json.loads("\n".join(sarif.lines(found)))
