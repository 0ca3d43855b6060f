"""Statements of one block that leave open who signs its commands."""

from collections.abc import Iterator, Sequence

from awsbatch.contract.global_option import GlobalOptions
from awsbatch.fault.error import ScriptError
from awsbatch.language.defaults import given
from awsbatch.language.defaults_fault import clashes, places
from awsbatch.language.model import Defaults, Statement
from awsbatch.language.names_set import bodies


def signing_clashes(
    statements: Sequence[Statement], options: GlobalOptions
) -> Iterator[ScriptError]:
    """Yield the faults of `defaults` that clash with earlier ones of their block."""
    chosen = places(())
    for statement in statements:
        for body in bodies(statement):
            yield from signing_clashes(body, options)
        if isinstance(statement, Defaults):
            options_given = given(statement, options)
            yield from clashes(chosen, options_given)
            chosen |= places(options_given)
