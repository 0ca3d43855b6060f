"""Who runs the commands of a run: the AWS CLI in this process, in a sandbox or not."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from awsbatch.cli import verbatim
from awsbatch.cli.verb import Verb
from awsbatch.door.passage import passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from awsbatch.aws.in_process_runner import InProcessRunner
    from awsbatch.cli.option import Options
    from awsbatch.contract.guard import Guard
    from awsbatch.sandbox.server_process import Python


@contextmanager
def command_runner(options: Options) -> Iterator[InProcessRunner]:
    """Provide what runs the commands of a run, and the sandbox that they run in if there is one."""
    with ExitStack() as stack:
        endpoint = None
        if options.sandbox:
            from awsbatch.sandbox import sandbox

            endpoint = stack.enter_context(sandbox.enter(own_python())).endpoint_url
        # In this order: the AWS CLI reads the environment, which is the sandbox's, when it is
        # imported.
        from awsbatch.aws.version.requirement import met

        with met():
            from awsbatch.aws.in_process_runner import InProcessRunner

        reads = {*options.files, *(each.partition("=")[2] for each in options.lines)}
        yield stack.enter_context(
            InProcessRunner(
                jobs=options.jobs,
                # Only objects have a place for them.
                record_values=options.json,
                record_request_ids=options.verbose,
                sandbox=endpoint,
                # The script or a list is read from it: no command may.
                without_input="-" in reads,
                verbatim=verbatim.is_verbatim(os.environ),
                guard=guard_of(options),
                tells_signers=bool(options.expected_accounts),
            )
        )


def guard_of(options: Options) -> Guard | None:
    """Return what the options let no request through by; None if they let all."""
    guards: list[Guard] = []
    # Each is of use for its option only.
    if options.expected_accounts:
        from awsbatch.guard.expected_account import ExpectedAccounts

        guards.append(ExpectedAccounts(options.expected_accounts))
    if options.max_changes is not None:
        from awsbatch.guard.change_bound import HINT, ChangeBound

        # There is no plan of a program.
        given = {"hint": HINT} if options.verb is Verb.EXEC else {}
        # Last, since it counts what it lets through.
        guards.append(ChangeBound(options.max_changes, **given))
    if len(guards) <= 1:
        return next(iter(guards), None)
    from awsbatch.guard.all_guards import AllGuards

    return AllGuards(guards)


def own_python() -> Python:
    """Return awsbatch's own Python, which a bundle that this process has become is not."""
    from awsbatch.sandbox.server_process import Python

    if (taken := passage()) is None:
        return Python()
    return Python(str(taken.python), taken.path, taken.environ.get("LD_LIBRARY_PATH"))
