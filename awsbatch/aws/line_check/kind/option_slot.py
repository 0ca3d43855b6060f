"""The slots of the values that follow a command: one for each option, and one for paths."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Protocol

from awscli.arguments import CLIArgument, ListArgument
from awscli.customizations.paginate import PageArgument

from awsbatch.aws.line_check.cli_parser import CliParser
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.kind.slot import Slot
from awsbatch.aws.line_check.option_fault import wrong_options
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, has_hole
from awsbatch.aws.line_check.reading import GivenOption, Reading
from awsbatch.aws.line_check.s3_path import wrong_paths
from awsbatch.aws.line_check.value.value_source import names_file
from awsbatch.aws.version.installed import WHOLE_INPUTS
from awsbatch.contract.finding import Finding

_ZERO = Finding(0, "zero")
# Options that are judged beside others.
_JUDGED_TOGETHER = (PageArgument, *WHOLE_INPUTS.values())


class ValueCheck(Protocol):
    """The check of a command, as far as it is of the values of one option by themselves."""

    def argument(self, given: GivenOption) -> Any:
        """Return the CLI's argument behind an option."""

    def value(self, given: GivenOption, reading: Reading) -> Iterator[Finding]:
        """Find what is wrong with the values of an option, whatever those of others are."""

    def strings(self, given: GivenOption) -> list[Any]:
        """Return the shapes that the values of an option are held against, if all are strings."""


def option_slots(check: ValueCheck, reading: Reading) -> Iterator[Slot]:
    """Yield the slots of the options that a command itself has."""
    for given in reading.known:
        if not given.values:
            continue
        argument = check.argument(given)
        slot = Slot(
            given.values,
            _judge(check, given, reading),
            is_free=_takes_any_text(check, given),
            is_alike=type(argument) is CLIArgument and argument.argument_model.type_name == "blob",
            looks_at_files=names_file(given, argument),
        )
        yield slot.fixed() if isinstance(argument, _JUDGED_TOGETHER) else slot


def path_slot(line: CommandLine, reading: Reading) -> Slot:
    """Return the slot of the paths of an `s3` command."""
    options = [given for _, given in reading.loose]

    def judge(values: list[PlaceholderWord]) -> Iterator[Finding]:
        loose = [*zip(values, options, strict=True)]
        return wrong_paths(replace(reading, loose=loose), line)

    return Slot([word for word, _ in reading.loose], judge, looks_at_files=True)


def _judge(
    check: ValueCheck, given: GivenOption, reading: Reading
) -> Callable[[list[PlaceholderWord]], Iterator[Finding]]:
    def judge(values: list[PlaceholderWord]) -> Iterator[Finding]:
        other = replace(given, values=values)
        wrong = [*wrong_options(Reading(reading.parser, [other])), *check.value(other, reading)]
        yield from wrong
        if not wrong and any(_is_zero(given.action, value, reading.parser) for value in values):
            yield _ZERO

    return judge


def _is_zero(action: Any, value: PlaceholderWord, parser: CliParser) -> bool:
    """Return whether an option counts as if it were not given."""
    return not has_hole(value) and not parser.convert(action, value)


def _takes_any_text(check: ValueCheck, given: GivenOption) -> bool:
    """Return whether no value of an option is wrong that is a plain text."""
    argument = check.argument(given)
    shapes = check.strings(given)
    return (
        type(argument) in (CLIArgument, ListArgument)
        and given.action.choices is None
        and not names_file(given, argument)
        and bool(shapes)
        and all(map(_is_any_text, shapes))
    )


def _is_any_text(shape: Any) -> bool:
    return (
        shape.type_name == "string"
        and not shape.enum
        and not shape.serialization.get("jsonvalue")
        # botocore 1.44: of the limits of the models, it knows the least length only.
        and shape.metadata.get("min", 0) <= 1
    )
