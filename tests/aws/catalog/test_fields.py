"""The answers of a sample of all operations, held against their models."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest

from awsbatch.contract.answer import Answer, ListOf, MapOf, Object, kinds_of, known
from tests.aws.catalog.every_operation import Operation, every_operation
from tests.aws.catalog.verdicts import answer_of, fields

_STEP = 19
_MOST = 2000


def _sample() -> list[Operation]:
    return [*islice(every_operation(), 0, None, _STEP)]


@pytest.mark.parametrize("pages", ["whole", "paged", "limited"])
def test_every_member_is_a_field_or_said_to_be_left_out(pages: str) -> None:
    for operation in _sample():
        answers = answer_of(operation)
        limited = pages == "limited"
        answer = known(answers.whole if pages == "whole" else answers.of_pages(limited=limited))
        shape = operation.model.output_shape
        if isinstance(answer, Object) and shape is not None:
            # A member such as `nextToken`, of which more comes as `NextToken`, is in neither.
            missing = shape.members.keys() - answer.fields.keys() - answer.left_out.keys()
            assert not missing or (limited and "NextToken" in answer.fields), operation


def test_every_path_of_a_model_is_in_its_answer() -> None:
    for operation in _sample():
        shape, answer = operation.model.output_shape, known(answer_of(operation).whole)
        if isinstance(answer, Object) and shape is not None:
            for path, name in islice(_paths(shape, ()), _MOST):
                if (*path, name)[0] not in answer.left_out:
                    assert name in _at(answer, path), f"{operation}: {path}"


def test_the_command_prints_a_line_for_each_operation() -> None:
    lines = dict(line.split(": ", 1) for line in fields())

    assert len(lines) == len(every_operation())
    assert lines["logs describe-log-groups"] == "logGroups -nextToken"
    assert lines["s3api get-object"].endswith(" -Body")
    assert lines["datapipeline get-pipeline-definition"] == "anything"


def _paths(shape: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every field that a shape has, down to three objects deep, and the path to it."""
    if len(path) > 2:
        return
    match shape.type_name:
        case "structure":
            for name, member in shape.members.items():
                yield path, name
                yield from _paths(member, (*path, name))
        case "list":
            yield from _paths(shape.member, path)
        case "map":
            yield from _paths(shape.value, path)
        case _:
            pass


def _at(answer: Answer, path: tuple[str, ...]) -> Any:
    """Return the fields of what is at a path, in which any is where anything can be."""
    while isinstance(answer, ListOf | MapOf):
        answer = answer.element if isinstance(answer, ListOf) else answer.value
    (kind,) = kinds_of(answer)
    if not isinstance(kind, Object):
        return _Everything()
    return _at(kind.fields[path[0]], path[1:]) if path else kind.fields


class _Everything:
    def __contains__(self, name: object) -> bool:
        return True
