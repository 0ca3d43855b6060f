"""What the commands in a loop take as a secret of the value that the loop sets."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from awsbatch.contract.loop_value import WHOLE
from awsbatch.engine.command_mask import CommandMask
from awsbatch.engine.shown_command import expressions_masked
from awsbatch.language.model import Statement
from awsbatch.language.names_set import own_commands, within


class SecretUses:
    """The secret parts of the values of one loop, found out when one is first shown.

    A command shows which part of its own words is secret. Those beside it in
    the loop are shown with the same value, of which they may use another part.
    """

    def __init__(self, name: str, body: Sequence[Statement], mask: CommandMask) -> None:
        self._name = name
        self._body = body
        self._mask = mask

    def __call__(self) -> frozenset[str]:
        """Return the members that are secret, `WHOLE` for the value itself; from any thread."""
        return self._members

    @cached_property
    def _members(self) -> frozenset[str]:
        return frozenset(self._found())

    def _found(self) -> Iterator[str]:
        member = re.compile(rf"{re.escape(self._name)}\.(\w+)")
        for statement in within(self._body):
            for command in own_commands(statement):
                for expression in expressions_masked(command.words, self._mask):
                    if self._name in expression.names:
                        only = member.fullmatch(expression.readable)
                        yield only[1] if only else WHOLE
