"""The name of an operation, found without the parser of its service.

The parser of a service knows no options: what follows the operation's name is
for the operation's own parser.
"""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from awsbatch.aws.shortcut import Shortcut


class OperationParser:
    """Parses the words after a service, and asks its parser where no operation comes first."""

    def __init__(self, parser: Any, table: Mapping[str, Any]) -> None:
        self._parser = parser
        self._table = table

    def parse_known_args(self, args: Sequence[str]) -> tuple[Any, Sequence[str]]:
        """Return the operation that the words name, and the words after it."""
        if args and args[0] in self._table and "--" not in args:
            return Namespace(operation=args[0]), args[1:]
        parsed: tuple[Any, Sequence[str]] = self._parser.parse_known_args(args)
        return parsed


class OperationNames(Shortcut):
    """A service looks for the name of an operation in its table first."""

    name = "names of operations"

    def service_parser(self, parser: Any, table: Mapping[str, Any]) -> OperationParser:
        """Return a parser that asks this one only where the first word is not in the table."""
        return OperationParser(parser, table)


SHORTCUTS = (OperationNames,)
