"""What of many warnings is shown before a run."""

from awsbatch.cli.check import show
from awsbatch.fault.error import AwsbatchError, ScriptError, ScriptWarning
from awsbatch.fault.place import Place
from awsbatch.report.console import Console
from tests.report.terminal import Files

PLACE = Place("a.aws", 1, 1, 1, "print")


def _shown(*found: AwsbatchError) -> tuple[bool, str]:
    files = Files()
    stdout, stderr = files.descriptors
    has_fault = show(found, Console(stdout=stdout, stderr=stderr))
    said = files.stderr
    files.close()
    return has_fault, said


def test_of_many_warnings_the_first_are_shown_and_all_faults() -> None:
    warnings = [ScriptWarning(f"warning {number}", place=PLACE) for number in range(23)]
    fault = ScriptError("a fault", place=PLACE)

    has_fault, said = _shown(*warnings, fault)

    assert has_fault
    assert said.count("warning: ") == 20
    assert said.count("error: a fault") == 1
    assert said.endswith("and 3 more warnings: `awsbatch check` shows all\n")


def test_warnings_alone_are_no_fault() -> None:
    has_fault, said = _shown(ScriptWarning("a warning", place=PLACE))

    assert not has_fault
    assert "more warning" not in said
