"""What functions make of secrets: it is one as well, and nothing else is."""

from collections.abc import Iterable
from typing import Any

import pytest

from awsbatch.expression.expression import Expression, compile_expression
from awsbatch.expression.functions import Functions
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.redaction.secret import Secrets
from tests.table import table

STRING = (
    '{"user": "administrator", "password": "hunter2-hunter2", "port": 5432, "on": true,'
    ' "tags": ["abcd", "e"]}'
)
SECRETS = {
    "s": STRING,
    "pin": "98765432",
    "encoded": "Y29ycmVjdC1ob3JzZQ==",
    "list": "first-one,second-one",
    "text": "line one\nline two",
    "csv": "user,password\nroot-user,hunter4-hunter4\n",
    "all": "hunter3-hunter3",
    "code": "482-915-637",
}
NAMES: dict[str, object] = {
    **SECRETS,
    "s": {"Name": "a-secret", "SecretString": STRING},
    "all": [{"Name": "another", "SecretString": "hunter3-hunter3"}],
    "url": "https://98765432@host",
}


class Book(Secrets):
    """One that tells what is added."""

    def __init__(self, values: Iterable[str]) -> None:
        super().__init__()
        super().add(values)
        self.added: list[str] = []

    def add(
        self, values: Iterable[str | None], name: str | None = None, place: Place | None = None
    ) -> None:
        found = [value for value in values if value is not None]
        self.added += found
        super().add(found, name, place)


@pytest.mark.parametrize(
    "case", table("expression/derivations"), ids=lambda case: case["expression"]
)
def test_what_functions_make_of_a_secret_is_one(case: dict[str, Any]) -> None:
    book = Book(SECRETS.values())

    compiled(case["expression"]).evaluate(NAMES, Functions(0, secrets=book))

    assert sorted(book.added) == case["secrets"]


@pytest.mark.parametrize(
    "case", table("expression/derivations"), ids=lambda case: case["expression"]
)
def test_a_value_is_the_same_whether_there_are_secrets(case: dict[str, Any]) -> None:
    expression = compiled(case["expression"])
    value = expression.evaluate(NAMES, Functions(0))

    assert expression.evaluate(NAMES, Functions(0, secrets=Book(()))) == value
    assert expression.evaluate(NAMES, Functions(0, secrets=Book(SECRETS.values()))) == value


def test_what_is_made_of_what_was_made_is_secret() -> None:
    book = Book([STRING])
    functions = Functions(0, secrets=book)
    value = compiled("from_json(s.SecretString)").evaluate(NAMES, functions)

    compiled("upper(value.password)").evaluate({"value": value}, functions)

    assert "HUNTER2-HUNTER2" in book.added


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("epoch(token)", "`epoch()` takes a time, found `***`"),
        ("base64_decode(token)", "`base64_decode()` takes base64, found `***`"),
        ("ago(upper(token))", "`ago()` takes a span of time, found `***`"),
        ("epoch($token)", "`epoch()` takes a time, found `***`"),
        ("[{a: 'x'}][?epoch($token) > `1`]", "`epoch()` takes a time, found `***`"),
        ("epoch('yesterday')", "`epoch()` takes a time, found `yesterday`"),
    ],
)
def test_an_error_does_not_show_the_beginning_of_a_secret(expression: str, message: str) -> None:
    token = "swordfish!" * 9
    with pytest.raises(ScriptError) as caught:
        compiled(expression).evaluate({"token": token}, Functions(0, secrets=Book([token])))

    assert caught.value.message == message


def test_what_was_made_before_an_error_is_secret() -> None:
    book = Book([STRING])
    with pytest.raises(ScriptError):
        compiled("to_number(from_json(s.SecretString).password) > epoch(s.Name)").evaluate(
            NAMES, Functions(0, secrets=book)
        )

    assert "hunter2-hunter2" in book.added


def compiled(text: str) -> Expression:
    return compile_expression(text, Place("f.aws", 1, 1, len(text) + 4, f"<<{text}>>"))
