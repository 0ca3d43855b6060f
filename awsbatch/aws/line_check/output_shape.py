"""The output of an operation as its model has it, as the AWS CLI prints it.

Private names and handlers of botocore are those of botocore 1.44.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from awsbatch.contract.answer import (
    ANYTHING,
    BOOLEAN,
    NUMBER,
    STRING,
    TIME,
    Answer,
    ListOf,
    MapOf,
    Object,
)

_SCALARS: Mapping[str, Answer] = {
    "string": STRING,
    "character": STRING,
    # The CLI prints bytes as base64.
    "blob": STRING,
    "boolean": BOOLEAN,
    "integer": NUMBER,
    "long": NUMBER,
    "float": NUMBER,
    "double": NUMBER,
    "timestamp": TIME,
}
# botocore decodes the JSON in strings of these shapes, by service.
_DECODED = {("iam", "policyDocumentType"), ("cloudformation", "TemplateBody")}
# What botocore adds to a union whose member its model does not know, and to the headers of S3.
_UNKNOWN_MEMBER = "SDK_UNKNOWN_MEMBER"
_EXPIRES = "ExpiresString"


class Fields(Mapping[str, Answer]):
    """The fields of a structure, each worked out when it is asked for."""

    def __init__(self, shape: Any, service: str, path: str, command: str) -> None:
        """Begin with a structure that is at a path of what a command answers with."""
        self._shape = shape
        self._service = service
        self._path = path
        self._command = command
        self._added = _added(shape)

    def __getitem__(self, field: str) -> Answer:
        """Return what a field can be; raise `KeyError` if the structure does not have it."""
        if field in self._added:
            return ANYTHING
        path = f"{self._path}.{field}" if self._path else field
        return answer_of(self._shape.members[field], self._service, path, self._command)

    # Fields of two models would have to be worked out, all of them, to be found equal.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __iter__(self) -> Iterator[str]:
        return iter((*self._shape.members, *self._added))

    def __len__(self) -> int:
        return len(self._shape.members) + len(self._added)

    def __contains__(self, field: object) -> bool:
        return field in self._shape.members or field in self._added


def answer_of(shape: Any, service: str, path: str, command: str) -> Answer:
    """Return what the CLI prints for a shape, at a path of what a command answers with.

    `command` is what messages call the command.
    """
    kind = shape.type_name
    if shape.serialization.get("jsonvalue") or (service, shape.name) in _DECODED:
        return ANYTHING
    match kind:
        case "structure" if shape.is_document_type or shape.serialization.get("eventstream"):
            return ANYTHING
        case "structure":
            fields = Fields(shape, service, path, command)
            return Object(fields, f"{f'`{path}`' if path else 'the answer'} of {command}", {})
        case "list":
            return ListOf(answer_of(shape.member, service, f"{path}[]", command))
        case "map":
            return MapOf(answer_of(shape.value, service, f"{path}.*", command))
        case _:
            return _SCALARS.get(kind, ANYTHING)


def _added(shape: Any) -> tuple[str, ...]:
    """Return the fields that botocore adds to a structure of the model."""
    if shape.is_tagged_union:
        return (_UNKNOWN_MEMBER,)
    return (_EXPIRES,) if "Expires" in shape.members and _EXPIRES not in shape.members else ()
