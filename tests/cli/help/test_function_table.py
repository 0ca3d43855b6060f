"""The help of functions, held against the functions themselves and the documents."""

import json
import re
from pathlib import Path

import pytest

from awsbatch.cli.help.function_table import FunctionHelp, functions
from awsbatch.expression import interpreter
from awsbatch.expression.functions import Functions
from awsbatch.expression.functions.signature import arity
from tests.expression.test_expression import expression

LANGUAGE = Path(__file__).parents[3] / "docs" / "language.md"
BEGIN = Functions(1779235200)
ALL = [each for group in functions().values() for each in group]


def test_every_function_has_its_help() -> None:
    assert sorted(each.name for each in ALL) == sorted(interpreter.TABLE)


@pytest.mark.parametrize("function", ALL, ids=lambda each: each.name)
def test_a_signature_has_as_many_arguments_as_the_function_takes(function: FunctionHelp) -> None:
    inside = re.fullmatch(r"\w+\((.*)\)", function.signature)
    assert inside
    optional = re.findall(r"\[[^\]]*\]", inside[1])
    needed = [each for each in re.sub(r"\[[^\]]*\]", "", inside[1]).split(", ") if each]
    variadic = "…" in needed
    least = len(needed) - variadic

    most = None if variadic else least + len(optional)
    assert arity(interpreter.TABLE[function.name]["signature"]) == (least, most)


@pytest.mark.parametrize("function", ALL, ids=lambda each: each.name)
def test_an_example_has_its_value(
    function: FunctionHelp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("names.txt").write_text("web\ndb\n")

    value = expression(function.example).evaluate({"env": {}}, BEGIN)

    assert f"{function.name}(" in function.example
    assert json.dumps(value) == json.dumps(json.loads(function.value))


def test_the_language_reference_has_the_same_tables() -> None:
    chapter = LANGUAGE.read_text().partition("\n## Functions\n")[2].partition("\n## ")[0]
    tables = {
        section.partition("\n")[0].lower(): re.findall(
            r"^\| `(.+?)` \| (.+) \|$", section, re.MULTILINE
        )
        for section in chapter.split("\n### ")[1:]
    }

    assert tables == {
        title: [(each.signature, each.gives) for each in group]
        for title, group in functions().items()
    }
