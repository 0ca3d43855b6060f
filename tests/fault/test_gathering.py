from awsbatch.fault.caret import render
from awsbatch.fault.error import AwsbatchError, ScriptError, ScriptWarning
from awsbatch.fault.gathering import distinct, gathered
from awsbatch.fault.place import Place


def fault(
    line: int, message: str = "this is wrong", *, file: str = "f.aws", once: bool = False
) -> ScriptError:
    error = ScriptError(message, place=Place(file, line, 1, 1, "a"))
    error.once = once
    return error


def lines(found: list[AwsbatchError]) -> list[tuple[int, tuple[int, ...]]]:
    return [(error.position[0], error.also) for error in found]


def test_what_one_change_mends_is_one_fault() -> None:
    found = [fault(1, "no `a`", once=True), fault(2), fault(3, "no `a`", once=True), fault(4)]

    assert lines(distinct(found)) == [(1, (3,)), (2, ()), (4, ())]


def test_a_fault_that_is_twice_on_its_line_has_no_other_lines() -> None:
    assert lines(distinct([fault(1, once=True), fault(1, once=True)])) == [(1, ())]


def test_of_faults_alike_the_first_three_are_shown() -> None:
    assert lines(gathered([fault(line) for line in (1, 2, 3, 4, 4, 6)])) == [
        (1, ()),
        (2, ()),
        (3, (4, 6)),
    ]


def test_faults_of_two_files_and_warnings_are_not_alike() -> None:
    warning = ScriptWarning("this is wrong", place=Place("f.aws", 5, 1, 1, "a"))
    found = [fault(1), fault(2), fault(3), fault(4, file="g.aws"), warning]

    assert gathered(found) == found


def test_faults_without_a_place_are_all_shown() -> None:
    found = [AwsbatchError("no file")] * 5

    assert gathered(found) == found


def test_a_few_of_the_other_lines_are_named() -> None:
    error = fault(12)
    error.also = (13,)
    assert render(error).splitlines()[-1] == "   = and on line 13"

    error.also = (13, 14)
    assert render(error).splitlines()[-1] == "   = and on 2 more lines: 13, 14"

    error.also = tuple(range(13, 52))
    assert render(error).splitlines()[-1] == "   = and on 39 more lines: 13, 14, 15, 16, 17, …"
