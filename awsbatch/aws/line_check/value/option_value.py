"""The values of options, parsed and validated as the CLI and botocore do before they send."""

from collections.abc import Callable, Iterator, Sequence
from decimal import InvalidOperation
from typing import Any

from awscli.argprocess import unpack_cli_arg
from awscli.arguments import BooleanArgument, CLIArgument
from awscli.customizations.paginate import PageArgument
from awscli.utils import is_streaming_blob_type
from botocore.exceptions import ParamValidationError
from botocore.handlers import validate_bucket_name

from awsbatch.aws.line_check.cli_parser import CliParser
from awsbatch.aws.line_check.option_fault import no_value, unlike
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, is_unknown
from awsbatch.aws.line_check.reading import GivenOption
from awsbatch.aws.line_check.value.shape import invalid
from awsbatch.aws.line_check.value.value_syntax import unparsed, unreadable
from awsbatch.contract.finding import Finding
from awsbatch.fault.suggestion import choice

# awscli 1.46: arguments of customizations whose `add_to_params` has no effect but its result, by
# their names: awscli 2.36 imports each module for its own commands only.
CONTAINED = frozenset(
    [
        "awscli.customizations.codedeploy.locationargs.GitHubLocationArgument",
        "awscli.customizations.codedeploy.locationargs.S3LocationArgument",
        "awscli.customizations.ec2.addcount.CountArgument",
        "awscli.customizations.ec2.secgroupsimplify.PortArgument",
        "awscli.customizations.ec2.secgroupsimplify.ProtocolArgument",
        "awscli.customizations.putmetricdata.PutMetricArgument",
    ]
)


class OptionValues:
    """The values of the options of one operation."""

    def __init__(self, parser: CliParser, model: Any) -> None:
        self._parser = parser
        self._shape = model.input_shape
        self._service = model.service_model.service_name

    def wrong(self, given: GivenOption, argument: Any, *, validated: bool) -> Iterator[Finding]:
        """Find what the CLI refuses in an option's values, and botocore if they are `validated`."""
        if is_upload(argument):
            yield from (fault for value in given.values for fault in _with_scheme(value, given))
        elif any(map(is_unknown, given.values)):
            return
        elif _is_contained(argument):
            yield from self._contained(given, argument)
        elif _is_parsed(argument):
            yield from self._parameter(given, argument, validated=validated)

    def _contained(self, given: GivenOption, argument: Any) -> Iterator[Finding]:
        try:
            argument.add_to_params({}, str(given.value))
        except InvalidOperation:
            yield unlike(given.value, given.matches[0], "a number")
        except Exception as error:  # noqa: BLE001 (the CLI ends with whatever it is)
            yield unreadable(given, error)

    def _parameter(
        self, given: GivenOption, argument: Any, *, validated: bool
    ) -> Iterator[Finding]:
        values = given.values
        model = argument.argument_model
        try:
            parsed = parsed_value(self._parser, given, argument)
        except Exception as error:  # noqa: BLE001 (the CLI ends with whatever it is)
            yield unparsed(given, model, error)
            return
        shape = getattr(self._shape, "members", {}).get(member_of(argument))
        if validated and shape is not None:
            found = list(invalid(given, parsed, shape))
            # A list option without a value is empty, of which botocore would name the length.
            yield from found if values or not found else [no_value(given)]
        # botocore 1.44: names of buckets are checked in a handler, not in its validation.
        if self._service == "s3" and member_of(argument) == "Bucket":
            yield from _wrong_bucket(values[0], given.matches[0])
        yield from _not_listed(given, model, parsed)


def parsed_value(parser: CliParser, given: GivenOption, argument: Any) -> Any:
    """Return an option's values as the CLI parses them; raise what it ends with."""
    converted = [parser.convert(given.action, str(value)) for value in given.values]
    single = given.action.nargs in (None, "?")
    # awscli 1.46: `add_to_params` calls it, and only puts the result among the parameters.
    return argument._unpack_argument(converted[0] if single else converted)  # noqa: SLF001


def wrong_page(given: GivenOption, argument: Any) -> Iterator[Finding]:
    """Find a `--max-items` that is not an integer; the CLI's parser takes any text for it."""
    is_number = isinstance(argument, PageArgument) and argument.name == "max-items"
    if is_number and given.values and not is_unknown(given.value):
        try:
            int(given.value)
        except ValueError:
            yield unlike(given.value, given.matches[0], "an integer")


def _wrong_bucket(value: PlaceholderWord, name: str) -> Iterator[Finding]:
    try:
        validate_bucket_name({"Bucket": str(value)})
    except ParamValidationError:
        bucket = value.removeprefix("s3://").split("/", 1)[0]
        hint = f"write `{bucket}`" if bucket != value and bucket else None
        yield unlike(value, name, "the name of a bucket", hint)


def member_of(argument: Any) -> str:
    """Return the member of the operation's input that an argument fills, or an empty text."""
    # awscli 1.46: `CLIArgument` has no public name for it.
    return getattr(argument, "_serialized_name", "") if isinstance(argument, CLIArgument) else ""


def strings_of(model: Any, argument: Any) -> list[Any]:
    """Return the shapes that an argument's values are held against, if they are nothing but texts.

    That is none for the name of a bucket, of which not any text will do.
    """
    name = member_of(argument)
    shape = getattr(model.input_shape, "members", {}).get(name)
    if shape is None or (model.service_model.service_name == "s3" and name == "Bucket"):
        return []
    shapes = [shape, argument.argument_model]
    return [each.member if each.type_name == "list" else each for each in shapes]


def wrong_custom(
    given: GivenOption, argument: Any, process: Callable[[Any, Any], Any]
) -> Iterator[Finding]:
    """Find what a `BasicCommand` refuses in an option's values; `process` parses them first."""
    model = getattr(argument, "argument_model", None)
    if model is None or not given.values or any(map(is_unknown, given.values)):
        return
    values = list(map(str, given.values))
    value = values[0] if given.action.nargs in (None, "?") else values
    try:
        parsed = process(argument, value)
        if parsed is None:
            parsed = unpack_cli_arg(argument, value)
    except Exception as error:  # noqa: BLE001 (the CLI ends with whatever it is)
        yield unparsed(given, model, error)
        return
    yield from invalid(given, parsed, model)


def _is_contained(argument: Any) -> bool:
    kinds = type(argument).__mro__
    return any(f"{kind.__module__}.{kind.__qualname__}" in CONTAINED for kind in kinds)


def _is_parsed(argument: Any) -> bool:
    """Return whether the CLI parses an argument's text, as it does but for flags."""
    return isinstance(argument, CLIArgument) and not isinstance(argument, BooleanArgument)


def is_upload(argument: Any) -> bool:
    """Return whether an argument takes the name of the file that the CLI sends, as `--body`."""
    return isinstance(argument, CLIArgument) and is_streaming_blob_type(argument.argument_model)


def _with_scheme(value: PlaceholderWord, given: GivenOption) -> Iterator[Finding]:
    """Find a `file://` whose content the CLI would take for the name of the file to send."""
    for scheme in ("file://", "fileb://"):
        if value.startswith(scheme):
            message = f"`{given.matches[0]}` takes the name of a file, without `{scheme}`"
            yield Finding(value.place, message, "delete it: the CLI sends the file itself")


def _not_listed(given: GivenOption, model: Any, parsed: Any) -> Iterator[Finding]:
    """Warn of values that the model does not list, which the service may know all the same."""
    for text, names in _chosen(model, parsed):
        if text not in names:
            place, start, width = _spot(given, text)
            yield Finding(
                place,
                f"`{given.matches[0]}` does not list `{text}` among its values",
                choice(text, names),
                start,
                width,
                warning=True,
            )


def _chosen(shape: Any, parsed: Any) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each text in a value for which the model lists what it can be, with that list."""
    match parsed:
        case str() if shape.type_name == "string" and shape.enum:
            yield parsed, shape.enum
        case list() if shape.type_name == "list":
            for each in parsed:
                yield from _chosen(shape.member, each)
        case dict() if shape.type_name == "structure":
            for name, each in parsed.items():
                if name in shape.members:
                    yield from _chosen(shape.members[name], each)
        case dict() if shape.type_name == "map":
            for each in parsed.values():
                yield from _chosen(shape.value, each)
        case _:
            pass


def _spot(given: GivenOption, text: str) -> tuple[int, int | None, int | None]:
    """Return where a text stands in an option's values, if it is a word or stands there once.

    The result is the index of the word, where the text begins in it, and its width.
    """
    for value in given.values:
        if value == text:
            return value.place, None, None
    places = [value for value in given.values if text in value]
    if len(places) == 1 and places[0].count(text) == 1:
        return places[0].place, places[0].offset + places[0].find(text), len(text)
    return given.value.place, None, None
