"""The whole input of an operation as one JSON text: `--cli-input-json`."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from awscli.arguments import CLIArgument
from awscli.customizations.paginate import PageArgument

from awsbatch.aws.line_check.placeholder_word import is_unknown
from awsbatch.aws.line_check.reading import GivenOption
from awsbatch.aws.line_check.value.option_value import member_of
from awsbatch.aws.line_check.value.shape import invalid
from awsbatch.aws.line_check.value.value_syntax import invalid_json
from awsbatch.aws.version.installed import WHOLE_INPUTS
from awsbatch.contract.finding import Finding

# botocore 1.44: it fills in the account of Glacier.
_FILLING = frozenset({"glacier"})
_OF_THE_CLI = (CLIArgument, *WHOLE_INPUTS.values(), PageArgument)


def wrong_input(given: GivenOption, model: Any, arguments: Sequence[Any]) -> Iterator[Finding]:
    """Find what is wrong with the JSON, but for members that options give too, which go first."""
    value = given.values[0]
    if is_unknown(value):
        return
    try:
        parsed = json.loads(value)
    except json.JSONDecodeError as error:
        yield invalid_json(given, error)
        return
    if not isinstance(parsed, dict):
        yield Finding(value.place, f"`{given.matches[0]}` takes a JSON object")
        return
    shape = model.input_shape
    if shape is not None:
        given_otherwise = {member_of(argument) for argument in arguments}
        members = {key: part for key, part in parsed.items() if key not in given_otherwise}
        excused = given_otherwise | _filled_in(model, arguments)
        yield from invalid(given, members, shape, excused)


def _filled_in(model: Any, arguments: Sequence[Any]) -> set[str]:
    """Return the members that something other than the JSON may fill in."""
    shape = model.input_shape
    customized = any(not isinstance(one, _OF_THE_CLI) for one in arguments)
    if customized or model.service_model.service_name in _FILLING:
        return set(shape.required_members)
    members = shape.members
    return {name for name in members if members[name].metadata.get("idempotencyToken")}
