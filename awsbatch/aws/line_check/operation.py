"""Operations and waiters, checked against their arguments and their models."""

import re
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from awscli.arguments import BooleanArgument, CLIArgument
from awscli.customizations.paginate import PageArgument
from botocore import xform_name

from awsbatch.aws.line_check.argument_table import ArgumentTable
from awsbatch.aws.line_check.cli_parser import CliParser, Parsing, stands
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.error_code import unlisted
from awsbatch.aws.line_check.kind.option_slot import option_slots
from awsbatch.aws.line_check.kind.slot import Slot
from awsbatch.aws.line_check.line_answer import SKELETON, answered, calls_plainly
from awsbatch.aws.line_check.line_fault import loose_words
from awsbatch.aws.line_check.operation_answer import OperationAnswer
from awsbatch.aws.line_check.option_fault import twice
from awsbatch.aws.line_check.placeholder_word import has_hole
from awsbatch.aws.line_check.reading import GivenOption, Reading
from awsbatch.aws.line_check.value.blob import TEXT_AS_IT_IS, Blobs
from awsbatch.aws.line_check.value.option_value import (
    OptionValues,
    member_of,
    strings_of,
    wrong_page,
)
from awsbatch.aws.line_check.value.value_source import sources
from awsbatch.aws.line_check.value.whole_input import is_input, too_many, wrong_input
from awsbatch.aws.session.session import Session
from awsbatch.aws.version.installed import load_value, operation_parser
from awsbatch.contract.answer import NOT_KNOWN, Answered
from awsbatch.contract.finding import Finding
from awsbatch.fault.wording import listed, quoted, uncapitalized

_EXCLUSIVE = re.compile(r'The key "(\w+)" cannot be .* also specified: (.*)')
# Options that only the CLI has are of other classes, and some of them give what the model requires.
_PLAIN = (CLIArgument, PageArgument)
# awscli 1.46: `ec2 run-instances` without `--count` starts one.
_FILLING = frozenset({"ec2"})
_AN_OPTION = re.compile(r"--[a-z][a-z0-9-]+")


class OperationCheck(ArgumentTable):
    """The check of command lines that name an operation of a service, or a waiter on one."""

    def __init__(self, session: Session, operation: Any, line: CommandLine) -> None:
        self._operation = operation
        super().__init__(session, operation, line)
        # awscli 1.46: the CLI has no public names for what an operation was made from.
        self._event = f"{operation._parent_name}.{operation._name}"  # noqa: SLF001
        self._model = operation._operation_model  # noqa: SLF001
        self._blobs = Blobs(self._model)

    def check(self, line: CommandLine) -> Iterator[Finding]:
        """Find what is wrong with the words after the operation and with the codes to ignore."""
        parser = self.parser(line.args)
        parsing = stands(parser, line.args)
        if getattr(parsing.namespace, "help", None) == "help":
            return
        reading = self._sorted(line, parser)
        if not parsing.stands:
            yield from self.refused(reading, parsing, line)
        elif parsing.namespace is not None:
            # argparse takes an empty word for any argument, which a placeholder can come to.
            for finding in loose_words(reading, line):
                yield replace(finding, warning=True)
            yield from self._incompatible(parsing.namespace, reading, line)
        yield from twice(reading)
        yield from self._values(reading, parsing, line)
        if self._is_paged(reading, line):
            for given in reading.last.values():
                yield from wrong_page(given, self.argument(given))
        yield from unlisted(self._model, line)

    def answer(self, line: CommandLine, *, joined: bool) -> Answered:
        """Return what a line is answered with; `joined` says whether its pages come as one."""
        if not calls_plainly(self._operation):
            return NOT_KNOWN
        reading = line.sorted_by(self.parser(line.args))
        return answered(
            self._answer, reading, line, joined=joined, paged=self._is_paged(reading, line)
        )

    @cached_property
    def _answer(self) -> OperationAnswer:
        return OperationAnswer(self._session, self._model, self._event.replace(".", " "))

    @property
    def input_shape(self) -> Any:
        """What the operation takes, as botocore has it; None if it takes nothing."""
        return self._model.input_shape

    @property
    def takes_token(self) -> bool:
        """Whether botocore fills in an idempotency token."""
        return bool(self._model.idempotent_members)

    def takes_pairs(self, line: CommandLine, word: int) -> bool:
        """Return whether the word of this index is a value of an option of `KEY=VALUE` pairs."""
        reading = line.sorted_by(self.parser(line.args))
        values = {value.place: given for given in reading.known for value in given.values}
        given = values.get(word)
        model = None if given is None else getattr(self.argument(given), "argument_model", None)
        if model is not None and model.type_name == "list":
            model = model.member
        return model is not None and model.type_name in ("map", "structure")

    def _is_paged(self, reading: Reading, line: CommandLine) -> bool:
        """Return whether the CLI asks for all pages of the operation, if it has any."""
        return line.parsed.paginate and not any(map(_stops_paging, self._given(reading)))

    def _load(self, argument: Any, value: str) -> Any:
        service = self._model.service_model.endpoint_prefix
        # awscli 1.46: the CLI has no public names for what an operation was made from.
        operation = xform_name(self._operation._name, "-")  # noqa: SLF001
        with self._session.emitter.calling(self._key):
            return load_value(self._session, service, operation, argument, value)

    def _make_parser(self) -> Any:
        return operation_parser(self._operation, self.arguments)

    def _incompatible(
        self, parsed: Namespace, reading: Reading, line: CommandLine
    ) -> Iterator[Finding]:
        """Find what the CLI's customizations object to, which look at the options together."""
        error = self._objection(parsed, line.parsed)
        # What is refused may be the token in a hole, which stands for any value.
        if error is not None and any(map(_hides, vars(parsed).values())):
            error = self._objection(_emptied(parsed), line.parsed)
        if error is not None:
            message = _worded(error)
            # The customization names options, of which the last one written is the one too many.
            named = [given for given in reading.known if f"`{given.matches[0]}`" in message]
            place = max((given.word.place for given in named), default=line.word)
            yield Finding(place, message if named else f"{line.subject} is refused: {message}")

    def _objection(self, parsed: Namespace, parsed_globals: Any) -> Exception | None:
        """Return the error that a customization ends such a command with, if one does."""
        table = dict(self.arguments)
        try:
            with self._session.emitter.calling(self._key):
                self._session.emit(
                    f"operation-args-parsed.{self._event}",
                    parsed_args=Namespace(**vars(parsed)),
                    parsed_globals=Namespace(**vars(parsed_globals)),
                )
        except Exception as error:  # noqa: BLE001 (the CLI ends with whatever it is)
            return error
        finally:
            # `--no-paginate` puts back arguments that those of paging hide.
            self.arguments.update(table)
        return None

    def _values(self, reading: Reading, parsing: Parsing, line: CommandLine) -> Iterator[Finding]:
        last = reading.last
        for given in last.values():
            yield from self.value(given, reading)
        if not (parsing.stands and self._is_validated(reading)):
            return
        arguments = self._given(reading)
        if not any(map(is_input, reading.known)):
            yield from self._unset(arguments, line)
            return
        inputs = [given for given in last.values() if is_input(given)]
        yield from too_many(inputs)
        for given in inputs:
            yield from wrong_input(given, self._model, arguments, reading)

    def value(self, given: GivenOption, reading: Reading) -> Iterator[Finding]:
        """Find what is wrong with the values of an option, whatever those of others are."""
        argument, values = self.argument(given), OptionValues(reading.parser, self._model)
        yield from sources(given, argument, self._load)
        yield from values.wrong(given, argument, validated=self._is_validated(reading))
        yield from self._blobs.wrong(given, argument, reading)

    def _sorted(self, line: CommandLine, parser: CliParser) -> Reading:
        """Return the words sorted, with the format of blobs that a profile may choose for them."""
        reading = line.sorted_by(parser)
        profiles = self._session.full_config["profiles"].values()
        if any(profile.get("cli_binary_format") == TEXT_AS_IT_IS for profile in profiles):
            reading.binary_format = reading.binary_format or TEXT_AS_IT_IS
        return reading

    def slots(self, line: CommandLine) -> Iterator[Slot]:
        """Yield the values after the operation that are judged by themselves."""
        yield from option_slots(self, self._sorted(line, self.parser(line.args)))

    def strings(self, given: GivenOption) -> list[Any]:
        """Return the shapes that the values of an option are held against, if all are strings."""
        return strings_of(self._model, self.argument(given))

    def _is_validated(self, reading: Reading) -> bool:
        """Return whether botocore validates the values."""
        if any(given.matches[0] == SKELETON for given in reading.known):
            return False
        return not self._configured("parameter_validation")

    def _given(self, reading: Reading) -> list[Any]:
        return [self.argument(given) for given in reading.known]

    def _unset(self, given: Sequence[Any], line: CommandLine) -> Iterator[Finding]:
        """Find required members that the CLI's parser does not ask for, such as those of flags."""
        if line.names[0] in _FILLING or not all(isinstance(one, _PLAIN) for one in given):
            return
        known = {member_of(argument) for argument in given}
        for member in getattr(self._model.input_shape, "required_members", ()):
            arguments = [one for one in self.arguments.values() if member_of(one) == member]
            flags = [one for one in arguments if isinstance(one, BooleanArgument)]
            required = any(one.required for one in arguments)
            if member in known or not arguments or (required and not flags):
                continue
            names = [one.cli_name for one in flags or arguments[:1]]
            token = self._model.input_shape.members[member].metadata.get("idempotencyToken")
            if not token:
                others = "" if flags else ", or an option that stands for it"
                yield Finding(
                    line.word,
                    f"{line.subject} needs {listed(names, 'or')}{others}",
                    "add one of them" if flags else f"add `{names[0]} VALUE`",
                )


def _stops_paging(argument: Any) -> bool:
    """Return whether an argument is one of the API's own for paging, which turn the CLI's off."""
    # awscli 1.46: the CLI hides them behind its own, and marks them so.
    return bool(getattr(argument, "_UNDOCUMENTED", False))


def _hides(parsed: Any) -> bool:
    """Return whether a parsed value has a hole in it."""
    if isinstance(parsed, list):
        return any(map(_hides, parsed))
    return isinstance(parsed, str) and has_hole(parsed)


def _emptied(parsed: Namespace) -> Namespace:
    """Return parsed values with an empty text for each that has a hole, the least it can be."""
    return Namespace(
        **{name: "" if _hides(value) else value for name, value in vars(parsed).items()}
    )


def _worded(error: Exception) -> str:
    """Return a customization's message in the style of other messages."""
    exclusive = _EXCLUSIVE.search(str(error))
    if exclusive is not None:
        others = [_option(name) for name in exclusive[2].split(", ")]
        return f"`{_option(exclusive[1])}` cannot be given with {listed(others, 'or')}"
    text = str(error).strip().removeprefix("Error during pagination: ").rstrip(".")
    return _AN_OPTION.sub(lambda option: quoted(option[0]), uncapitalized(text).replace('"', ""))


def _option(key: str) -> str:
    """Return the option that fills a key of the parsed values."""
    return f"--{key.replace('_', '-')}"
