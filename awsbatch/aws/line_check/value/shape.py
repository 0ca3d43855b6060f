"""What botocore's validation refuses in a value, with its place and in our words."""

from collections.abc import Collection, Iterator
from typing import Any

from botocore.validate import ParamValidator

from awsbatch.aws.line_check.option_fault import NUMBERS
from awsbatch.aws.line_check.reading import GivenOption
from awsbatch.contract.finding import Finding
from awsbatch.fault.suggestion import meant, nearest
from awsbatch.fault.wording import listed

# What a value is found to be, in words.
_PYTHON_TYPES = {
    str: "a string",
    bool: "true or false",
    int: "an integer",
    float: "a number",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
# What a model's type takes, in words.
_SHAPE_TYPES = {
    **NUMBERS,
    "string": "a string",
    "boolean": "true or false",
    "list": "a list",
    "structure": "an object",
    "map": "an object",
    "timestamp": "a time such as `2026-01-31T00:00:00Z`",
    "blob": "a string",
}


def invalid(
    given: GivenOption, parsed: Any, shape: Any, excused: Collection[str] = ()
) -> Iterator[Finding]:
    """Find what botocore's validation refuses in a parsed value, whose `excused` may be missing.

    A required key is not missed where an unknown key is a misspelling of it.
    """
    report = ParamValidator().validate(parsed, shape)
    # botocore 1.44: the public report is one text, without the places in the value.
    errors = report._errors  # noqa: SLF001
    misspelled = {
        (path, nearest(details["unknown_param"], details["valid_names"]))
        for reason, path, details in errors
        if reason == "unknown field"
    }
    for reason, path, details in errors:
        missing = details.get("required_name")
        excuse = (not path and missing in excused) or (path, missing) in misspelled
        if missing is None or not excuse:
            yield _invalid(given, reason, path.lstrip("."), details, shape)


def _invalid(
    given: GivenOption, reason: str, path: str, details: dict[str, Any], shape: Any
) -> Finding:
    name, value = given.matches[0], given.value
    at = f" in `{path}`" if path else ""
    of = f"`{path}` of `{name}`" if path else f"`{name}`"
    # botocore 1.44: the reasons, and the keys of their details, are those of its validator.
    match reason:
        case "unknown field":
            key, keys = details["unknown_param"], details["valid_names"]
            hint = meant(key, keys) or f"its keys are {listed(keys)}"
            place, start, width = _spot(given, key)
            return Finding(place, f"`{name}` has no key `{key}`{at}", hint, start, width)
        case "missing required field":
            message = f"`{name}` needs the key `{details['required_name']}`{at}"
        case "invalid type" | "invalid type for document":
            wanted = _SHAPE_TYPES.get(_shape_at(shape, path), "another type")
            found = details["param"]
            # A whole value is a string if nothing else could be made of it: the kind says nothing.
            is_text = isinstance(found, str) and not path
            message = f"{of} takes {wanted}, found {f'`{found}`' if is_text else _described(found)}"
        case "invalid range":
            message = f"{of} takes at least {details['min_allowed']}, found `{details['param']}`"
        case "invalid length":
            least, found = details["min_allowed"], details["param"]
            message = f"{of} takes a length of at least {least}, found {found}"
        case "more than one input" | "empty input":
            message = f"{of} takes exactly one of the keys {listed(details['members'], 'or')}"
        case _:
            message = f"{of} is not valid: {reason}"
    return Finding(value.place, message)


def _described(found: Any) -> str:
    kind = _PYTHON_TYPES.get(type(found), "something else")
    return f"{kind} `{found}`" if type(found) in (str, int, float) else kind


def _spot(given: GivenOption, key: str) -> tuple[int, int | None, int | None]:
    """Return where a key stands in an option's values, if it stands there only once.

    The result is the index of the word, where the key begins in it, and its width.
    """
    quoted = [(value, value.find(f'"{key}"') + 1) for value in given.values if f'"{key}"' in value]
    bare = [(value, value.find(f"{key}=")) for value in given.values if f"{key}=" in value]
    places = quoted or bare
    if len(places) == 1 and places[0][0].count(key) == 1:
        value, at = places[0]
        return value.place, value.offset + at, len(key)
    return given.value.place, None, None


def _shape_at(shape: Any, path: str) -> str:
    """Return the type at a path such as `Tags[0].Key`, or an empty text where it is unclear."""
    for step in path.replace("[", ".[").split("."):
        if not step:
            continue
        match shape.type_name:
            case "structure":
                shape = shape.members.get(step, shape)
            case "list":
                shape = shape.member
            case "map":
                shape = shape.value
            case _:
                return ""
    return str(shape.type_name)
