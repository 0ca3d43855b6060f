"""The secret parts of values, and of the whole inputs of the operations of some services."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from awscli.clidriver import create_clidriver

from awsbatch.aws.catalog.sensitive import Secrecy
from awsbatch.aws.line_check.value.secret_part import Part, Place, secret_parts

SERVICES = [
    *("appflow", "cognito-idp", "directconnect", "dms", "glue", "iam", "lambda", "mq", "rds"),
    *("secretsmanager", "ssm"),
]
_DEPTH = 5


@pytest.fixture(scope="module")
def session() -> Any:
    return create_clidriver().session


@pytest.mark.parametrize("service", SERVICES)
def test_all_of_an_input_that_is_secret_is_found_and_nothing_else(
    service: str, session: Any
) -> None:
    model = session.get_service_model(service)
    shapes = [model.operation_model(name).input_shape for name in model.operation_names]
    roots = [Place.of(service, "", shape) for shape in shapes if shape is not None]
    secret = [root for root in roots if root.has_secret()]
    assert secret != []

    for root in secret:
        text = json.dumps(filled(root))
        parts = secret_parts(text, root)
        assert [text[part.start : part.end] for part in parts] == [part.text for part in parts]
        assert {part.text for part in parts} <= {"secret", "secret here"}, root.shape.name
        rest = {*left(json.loads(masked(text, parts)))}
        assert not {"secret", "secret here"} & rest, root.shape.name


def filled(place: Place, depth: int = 0) -> Any:
    """Return a value with all members, each text the name of how secret it is."""
    shape = place.shape
    match shape.type_name:
        case "structure":
            members = shape.members.items() if depth < _DEPTH else ()
            return {name: filled(place.inside(inner, name), depth + 1) for name, inner in members}
        case "list":
            return [filled(place.inside(shape.member), depth + 1)]
        case "map":
            return {"secret of a key": filled(place.inside(shape.value), depth + 1)}
        case _:
            return place.verdict.secrecy.value


def left(value: Any) -> Iterator[str]:
    """Yield the texts in a value."""
    match value:
        case dict():
            for inner in value.values():
                yield from left(inner)
        case list():
            for inner in value:
                yield from left(inner)
        case _:
            yield value


def masked(text: str, parts: list[Part]) -> str:
    for part in sorted(parts, key=lambda part: part.start, reverse=True):
        text = f"{text[: part.start]}***{text[part.end :]}"
    return text


class Shape:
    """A shape of a model, as far as it is looked at."""

    def __init__(self, type_name: str, *, sensitive: bool = False, **inside: Any) -> None:
        self.name = f"{type_name} {sorted(inside)}"
        self.type_name = type_name
        self.metadata = {"sensitive": True} if sensitive else {}
        self.__dict__.update(inside)


TEXT = Shape("string")
KEPT = Shape("string", sensitive=True)
LOGIN = Shape("structure", members={"Name": KEPT, "Password": KEPT, "Other": TEXT})


@pytest.mark.parametrize(
    ("value", "shape", "expected"),
    [
        ("Name=a,Password=b,Other=c", LOGIN, ["b"]),
        ("Name=a, Password = b , Other=c", LOGIN, ["b "]),
        ('Password="a,b"', LOGIN, ['"a,b"']),
        ("Password='a b'", LOGIN, ["'a b'"]),
        ("Password=a=b", LOGIN, ["a=b"]),
        ("Password=", LOGIN, []),
        ("Password=a,b", LOGIN, ["Password=a,b"]),
        ('{"Password": "a\\"b", "Name": "c"}', LOGIN, ['a\\"b']),
        ('{"Password": null}', LOGIN, []),
        ('{"Password": 1}', LOGIN, ['{"Password": 1}']),
        ('{"Unknown": "a"}', LOGIN, []),
        ('{"Password": "a"', LOGIN, ['{"Password": "a"']),
        ("Password=a", Shape("list", member=LOGIN), ["a"]),
        ('[{"Password": "a"}, {"Password": "b"}]', Shape("list", member=LOGIN), ["a", "b"]),
        # What holds it is marked, and so it is as well.
        (
            "Password=a",
            Shape("structure", sensitive=True, members={"Password": TEXT}),
            ["a"],
        ),
        ("Password=a", Shape("structure", members={"Password": TEXT}), ["a"]),
        ("Other=a", Shape("structure", members={"Other": TEXT}), []),
        (
            "Password={a=b,c=d}",
            Shape("structure", members={"Password": Shape("map", value=KEPT)}),
            ["b", "d"],
        ),
        (
            "Password=a,b",
            Shape("structure", members={"Password": Shape("list", member=KEPT)}),
            ["a", "b"],
        ),
        ("Password=file://a", LOGIN, []),
        ("no shorthand", LOGIN, ["no shorthand"]),
        ("no shorthand", Shape("structure", members={"Name": KEPT}), []),
    ],
)
def test_secret_parts_are_found_where_they_stand(
    value: str, shape: Shape, expected: list[str]
) -> None:
    parts = secret_parts(value, Place.of("frob", "", shape))

    assert [value[part.start : part.end] for part in parts] == expected
    assert Secrecy.NONE not in [part.secrecy for part in parts]
