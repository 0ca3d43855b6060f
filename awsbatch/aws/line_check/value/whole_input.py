"""The whole input of an operation as one text: `--cli-input-json`, and with version 2 YAML."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from awscli.arguments import CLIArgument
from awscli.customizations.paginate import PageArgument

from awsbatch.aws.line_check.placeholder_word import is_unknown
from awsbatch.aws.line_check.reading import GivenOption, Reading
from awsbatch.aws.line_check.value.blob import wrong_text
from awsbatch.aws.line_check.value.option_value import member_of
from awsbatch.aws.line_check.value.shape import invalid
from awsbatch.aws.line_check.value.value_syntax import invalid_json
from awsbatch.aws.version.installed import WHOLE_INPUTS
from awsbatch.contract.finding import Finding

# botocore 1.44: it fills in the account of Glacier.
_FILLING = frozenset({"glacier"})
_JSON = "--cli-input-json"
_OF_THE_CLI = (CLIArgument, *WHOLE_INPUTS.values(), PageArgument)


def is_input(given: GivenOption) -> bool:
    """Return whether an option gives the whole input."""
    return given.matches[0].removeprefix("--") in WHOLE_INPUTS


def too_many(inputs: Sequence[GivenOption]) -> Iterator[Finding]:
    """Find a second whole input."""
    for given in inputs[1:]:
        message = f"`{given.matches[0]}` cannot be given with `{inputs[0].matches[0]}`"
        yield Finding(given.word.place, message)


def wrong_input(
    given: GivenOption, model: Any, arguments: Sequence[Any], reading: Reading
) -> Iterator[Finding]:
    """Find what is wrong with the text, but for members that options give too, which go first.

    `arguments` are the CLI's, of all options of the line.
    """
    value = given.values[0]
    if is_unknown(value):
        return
    is_json = given.matches[0] == _JSON
    try:
        parsed = json.loads(value) if is_json else _load(given, arguments)
    except json.JSONDecodeError as error:
        yield invalid_json(given, error)
        return
    except Exception as error:  # noqa: BLE001 (the CLI ends with whatever it is)
        yield _invalid_yaml(given, error)
        return
    if not isinstance(parsed, dict):
        kind = "a JSON object" if is_json else "a mapping in YAML"
        yield Finding(value.place, f"`{given.matches[0]}` takes {kind}")
        return
    shape = model.input_shape
    if shape is not None:
        given_otherwise = {member_of(argument) for argument in arguments}
        members = {key: part for key, part in parsed.items() if key not in given_otherwise}
        excused = given_otherwise | _filled_in(model, arguments)
        yield from invalid(given, members, shape, excused)
        yield from wrong_text(given, members, shape, reading.binary_format)


def _load(given: GivenOption, arguments: Sequence[Any]) -> Any:
    """Return the data in a text, as the CLI's argument of the option reads it."""
    (argument,) = {one for one in arguments if one.cli_name == given.matches[0]}
    # awscli 2.9 to 2.36: it has no public name for it.
    return argument._load_parameters(str(given.values[0]))  # noqa: SLF001


def _invalid_yaml(given: GivenOption, error: Exception) -> Finding:
    # awscli 2.36: it raises its own error while it handles that of the parser.
    problem = getattr(error.__context__, "problem", None)
    message = f"`{given.matches[0]}` is not valid YAML"
    return Finding(given.value.place, f"{message}: {problem}" if problem else message)


def _filled_in(model: Any, arguments: Sequence[Any]) -> set[str]:
    """Return the members that something other than the JSON may fill in."""
    shape = model.input_shape
    customized = any(not isinstance(one, _OF_THE_CLI) for one in arguments)
    if customized or model.service_model.service_name in _FILLING:
        return set(shape.required_members)
    members = shape.members
    return {name for name in members if members[name].metadata.get("idempotencyToken")}
