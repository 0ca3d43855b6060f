"""What a run is made of, as the file of a plan keeps it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from awsbatch.contract.cancellation import Cancellation
from awsbatch.language.model import Input
from awsbatch.runner.plan_origin import Origin, value_mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from awsbatch.cli.option import Options
    from awsbatch.contract.plan import Target
    from awsbatch.contract.runner import CommandRunner
    from awsbatch.language.input_value import InputValue
    from awsbatch.script_file import ScriptFile

_ANY_COMMAND = ("sts", "get-caller-identity")


def origin_of(
    files: Sequence[ScriptFile],
    given: Mapping[str, InputValue],
    options: Options,
    runner: CommandRunner,
    key: bytes,
) -> Origin:
    """Return what the run of some files is made of, its values as marks of a key.

    It asks AWS for the account.
    """
    target = _target(options, runner)
    return Origin(
        tuple((file.script.file, file.digest) for file in files),
        {
            name: value_mark(key, given[name].value)
            for name in sorted(_inputs(files))
            if name in given
        },
        value_mark(key, options.args),
        target.account,
        options.sandbox,
        target.unknown_account,
    )


def _inputs(files: Sequence[ScriptFile]) -> set[str]:
    statements = chain.from_iterable(file.script.statements for file in files)
    return {each.name for each in statements if isinstance(each, Input)}


def _target(options: Options, runner: CommandRunner) -> Target:
    """Return the target of a command that has no options of its own."""
    words = [(word,) for word in chain(_ANY_COMMAND, *options.outer.items())]
    return runner.target(words, signer=None, cancellation=Cancellation())
