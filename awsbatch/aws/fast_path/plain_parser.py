"""Plain command lines, parsed without argparse and with the same result.

Most lines are options by their full names, each followed by its values.
They need one look-up for each word, where argparse matches patterns over the
whole line. argparse parses all others: abbreviations, `--name=value`, values
that start with a dash, and lines with an error.
"""

from argparse import SUPPRESS, Action, ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

from awsbatch.aws.shortcut import Shortcut

# Python 3.10 to 3.14: by their names, as argparse keeps the classes to itself.
_FLAGS = frozenset({"_StoreTrueAction", "_StoreFalseAction", "_StoreConstAction"})
_STORE = "_StoreAction"
_NARGS = (None, "*", "+")
_MOST_FOREIGN = 10_000


class _NotPlainError(Exception):
    """The line is left to argparse."""


class PlainParser:
    """Parses plain lines as `parser` would, and has it parse all others.

    The parser may have one positional argument: a required one, such as the
    command, or an optional one, which no plain line gives.
    """

    def __init__(self, parser: ArgumentParser) -> None:
        self._parser = parser
        actions = parser._actions  # noqa: SLF001 (argparse of Python 3.10 to 3.14 has no way to list them)
        positionals = [action for action in actions if not action.option_strings]
        self._command = next((each for each in positionals if each.nargs is None), None)
        self._defaults: dict[str, Any] = {}
        for action in actions:
            if action.default is not SUPPRESS:
                self._defaults.setdefault(action.dest, action.default)
        names = [(name, action) for action in actions for name in action.option_strings]
        self._names = [name for name, _ in names]
        self._options = {name: action for name, action in names if _is_plain(action)}
        self._required = {a for a in actions if a.required and a is not self._command}
        self._foreign: set[str] = set()
        self._has_plain_lines = _is_usual(parser, positionals) and all(map(_is_default, actions))

    def parse_known_args(self, args: Sequence[str]) -> tuple[Namespace, Sequence[str]]:
        """Return the values of the options, and the words that the parser does not know."""
        if self._has_plain_lines:
            try:
                return self._parse(args)
            except _NotPlainError:
                pass
        parsed: tuple[Namespace, Sequence[str]] = self._parser.parse_known_args(args)
        return parsed

    def _parse(self, args: Sequence[str]) -> tuple[Namespace, list[str]]:
        parsed = Namespace()
        values = vars(parsed)
        values.update(self._defaults)
        missing = self._required
        command = self._command
        rest: list[str] = []
        at = 0
        while at < len(args):
            word = args[at]
            at += 1
            option = self._options.get(word)
            if option is not None:
                start = at
                if option.nargs != 0:
                    at = _end_of_values(args, at, most=1 if option.nargs is None else len(args))
                values[option.dest] = _value(option, args[start:at])
                missing = missing - {option}
            elif command is not None and not word.startswith("-"):
                values[command.dest] = _converted(command, word)
                command = None
            elif self._command is not None and command is None and self._is_foreign(word):
                rest.append(word)
            else:
                raise _NotPlainError
        if missing or command is not None:
            raise _NotPlainError
        return parsed, rest

    def _is_foreign(self, word: str) -> bool:
        """Return whether a word belongs to no option of this parser."""
        if not word.startswith("-") or word in self._foreign:
            return True
        is_foreign = (
            word.startswith("--")
            and "=" not in word
            and " " not in word
            # argparse takes the start of a name for the name.
            and not any(name.startswith(word) for name in self._names)
        )
        if is_foreign and len(self._foreign) < _MOST_FOREIGN:
            self._foreign.add(word)
        return is_foreign


def _is_usual(parser: ArgumentParser, positionals: Sequence[Action]) -> bool:
    """Return whether the parser has no setting that changes the meaning of plain lines."""
    # Python 3.10 to 3.14: argparse shows neither groups nor `set_defaults` by a public name.
    return (
        parser.prefix_chars == "-"
        and parser.fromfile_prefix_chars is None
        and not parser._mutually_exclusive_groups  # noqa: SLF001
        and not parser._defaults  # noqa: SLF001
        and len(positionals) <= 1
        and all(positional.nargs in (None, "?") for positional in positionals)
    )


def _is_default(action: Action) -> bool:
    """Return whether argparse stores the default as it is, and does not convert it."""
    return not isinstance(action.default, str) or action.type in (None, str)


def _is_plain(action: Action) -> bool:
    """Return whether an option only stores its values or a constant."""
    kind = type(action).__name__
    return kind in _FLAGS or (kind == _STORE and action.nargs in _NARGS)


def _end_of_values(args: Sequence[str], start: int, most: int) -> int:
    end = start
    while end < len(args) and end - start < most and not args[end].startswith("-"):
        end += 1
    return end


def _value(option: Action, words: Sequence[str]) -> Any:
    if option.nargs == 0:
        return option.const
    if option.nargs != "*" and not words:
        raise _NotPlainError
    converted = [_converted(option, word) for word in words]
    return converted[0] if option.nargs is None else converted


def _converted(action: Action, word: str) -> Any:
    value: Any = word
    if callable(action.type) and action.type is not str:
        try:
            value = action.type(word)
        except (TypeError, ValueError):
            raise _NotPlainError from None
    # awscli 1.46: the choices of a command are made into a list at each look.
    choices = getattr(action, "command_table", None) or action.choices
    if choices is not None and value not in choices:
        raise _NotPlainError
    return value


class PlainLines(Shortcut):
    """The parsers of global options and of operations parse plain lines without argparse."""

    name = "plain lines"
    needs = (
        # Python 3.10 to 3.14.
        "argparse:_StoreAction",
        "argparse:ArgumentParser()._actions",
        "argparse:ArgumentParser()._defaults",
        "argparse:ArgumentParser()._mutually_exclusive_groups",
    )

    def parser(self, parser: ArgumentParser) -> PlainParser:
        """Return a parser that asks this one only where a line is not plain."""
        return PlainParser(parser)


SHORTCUTS = (PlainLines,)
