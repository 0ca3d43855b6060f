"""Operations and waiters: words held against their arguments and models."""

import re
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from awscli.arguments import BooleanArgument, CLIArgument
from awscli.clidriver import ServiceOperation
from awscli.customizations.paginate import PageArgument

from awsbatch.aws.line_check import line_fault as fault
from awsbatch.aws.line_check.argument_table import Table
from awsbatch.aws.line_check.cli_parser import (
    Parser,
    Read,
    Verdict,
    known,
    last_of,
    stands,
)
from awsbatch.aws.line_check.command_line import Line
from awsbatch.aws.line_check.error_code import unlisted
from awsbatch.aws.line_check.option_value import Values, member_of, wrong_page
from awsbatch.aws.line_check.placeholder_word import is_hidden
from awsbatch.aws.line_check.whole_input import wrong_input
from awsbatch.aws.session.session import Session
from awsbatch.contract.finding import Finding
from awsbatch.fault.wording import listed, quoted, uncapitalized

_EXCLUSIVE = re.compile(r'The key "(\w+)" cannot be .* also specified: (.*)')
# Of options that only the CLI has, some give what the model requires.
_PLAIN = (CLIArgument, PageArgument)
# awscli 1.46 fills in a number of instances.
_FILLING = frozenset({"ec2"})
_INPUT = "--cli-input-json"
_AN_OPTION = re.compile(r"--[a-z][a-z0-9-]+")
_SKELETON = "--generate-cli-skeleton"


class OperationCheck(Table):
    """An operation of a service, or a waiter on one."""

    def __init__(self, session: Session, operation: Any, line: Line) -> None:
        self._operation = operation
        super().__init__(session, operation, line)
        self._event = f"{operation._parent_name}.{operation._name}"  # noqa: SLF001 (as its events)
        self._model = operation._operation_model  # noqa: SLF001 (what the CLI made it from)

    def check(self, line: Line) -> Iterator[Finding]:
        """Find what is wrong with the words after the operation, and the codes to ignore."""
        parser = self.parser(line.args)
        verdict = stands(parser, line.args)
        if getattr(verdict.namespace, "help", None) == "help":
            return
        read = line.told_apart(parser)
        if not verdict.stands:
            yield from self.refused(parser, read, verdict, line)
        elif verdict.namespace is not None:
            # Parsers let an empty word pass, which a placeholder can be.
            for finding in fault.loose_words(parser, read, line):
                yield replace(finding, warning=True)
            yield from self._incompatible(verdict.namespace, read, line)
        yield from fault.twice(read)
        yield from self._values(parser, read, verdict, line)
        if line.parsed.paginate and not any(map(_stops_paging, self._given(read))):
            for given in last_of(read).values():
                yield from wrong_page(given, self.argument(given))
        yield from unlisted(self._model, line)

    def _make_parser(self) -> Any:
        parser = ServiceOperation._create_operation_parser(self._operation, self.arguments)  # noqa: SLF001 (not the kept one)
        ServiceOperation._add_help(self._operation, parser)  # noqa: SLF001
        return parser

    def _incompatible(self, parsed: Namespace, read: Read, line: Line) -> Iterator[Finding]:
        """Ask the CLI's customizations, which look at the options together."""
        error = self._objection(parsed, line.parsed)
        if error is not None and any(map(_hides, vars(parsed).values())):
            error = self._objection(_emptied(parsed), line.parsed)
        if error is not None:
            message = _worded(error)
            named = [given for given in known(read) if f"`{given.matches[0]}`" in message]
            place = max((given.word.place for given in named), default=line.word)
            yield Finding(place, message if named else f"{line.subject} is refused: {message}")

    def _objection(self, parsed: Namespace, parsed_globals: Any) -> Exception | None:
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

    def _values(
        self, parser: Parser, read: Read, verdict: Verdict, line: Line
    ) -> Iterator[Finding]:
        last = last_of(read)
        names = {given.action.option_strings[0] for given in known(read)}
        validated = _SKELETON not in names and not self._configured("parameter_validation")
        values = Values(parser, self._model)
        for given in last.values():
            yield from values.wrong(given, self.argument(given), validated=validated)
        if not (verdict.stands and validated):
            return
        arguments = self._given(read)
        if _INPUT not in names:
            yield from self._unset(arguments, line)
        elif "cli_input_json" in last:
            yield from wrong_input(last["cli_input_json"], self._model, arguments)

    def _given(self, read: Read) -> list[Any]:
        return [self.argument(given) for given in known(read)]

    def _unset(self, given: Sequence[Any], line: Line) -> Iterator[Finding]:
        """Find flags, and options with a stand-in, that the model alone requires."""
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
    """Return whether it is one of those that the arguments of paging replace."""
    return bool(getattr(argument, "_UNDOCUMENTED", False))


def _hides(parsed: Any) -> bool:
    if isinstance(parsed, list):
        return any(map(_hides, parsed))
    return isinstance(parsed, str) and is_hidden(parsed)


def _emptied(parsed: Namespace) -> Namespace:
    """Return what was parsed with each unknown value empty, the least that it can be."""
    return Namespace(
        **{name: "" if _hides(value) else value for name, value in vars(parsed).items()}
    )


def _worded(error: Exception) -> str:
    exclusive = _EXCLUSIVE.search(str(error))
    if exclusive is not None:
        others = [_option(name) for name in exclusive[2].split(", ")]
        return f"`{_option(exclusive[1])}` cannot stand beside {listed(others, 'or')}"
    text = str(error).strip().removeprefix("Error during pagination: ").rstrip(".")
    return _AN_OPTION.sub(lambda option: quoted(option[0]), uncapitalized(text).replace('"', ""))


def _option(key: str) -> str:
    return f"--{key.replace('_', '-')}"
