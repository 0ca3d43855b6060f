"""Which AWS CLI this process runs, which it may first have to become."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from awsbatch.cli.verb import Verb
from awsbatch.cli.which_aws.aws_choice import AwsChoice, chosen
from awsbatch.cli.which_aws.cli_package import own_package
from awsbatch.cli.which_aws.own_environment import own_environment
from awsbatch.door.passage import passage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from awsbatch.door.passage import Passage
    from awsbatch.report.console import Console


def decided(option: str | None, verb: Verb = Verb.RUN) -> AwsChoice:
    """Return what runs commands, or answers calls, by `--aws` or without; raise `AwsbatchError`."""
    if (taken := passage()) is not None:
        _refuse_too_old(taken)
        # It was chosen outside.
        return AwsChoice(taken.aws, taken.why)
    if verb is Verb.EXEC:
        # Nobody else asks for it.
        from awsbatch.cli.which_aws.served_aws import served

        return served(option, os.environ, own_environment())
    return chosen(option, os.environ, own_environment())


def _refuse_too_old(taken: Passage) -> None:
    """Raise `UsageError` for an `aws` whose version is known only here, inside of it."""
    package = own_package()
    if package is not None and package.needed is not None:
        from awsbatch.cli.which_aws.aws_request import Request
        from awsbatch.cli.which_aws.unfit_aws import refuse_too_old

        refuse_too_old(Request(taken.why, str(taken.aws)), package, None)


def enter(
    choice: AwsChoice,
    words: Sequence[str],
    console: Console,
    *,
    secrets: Mapping[str, str] | None = None,
) -> None:
    """Become what was chosen, and run awsbatch with these words in it, unless it is imported.

    The `secrets` are variables that no environment is to have. Raise
    `AwsbatchError` where that cannot be tried.
    """
    if choice.aws is not None and choice.is_entered:
        from awsbatch.door import entrance

        entrance.enter(choice.aws, words, why=choice.why, secrets=secrets, tell=console.say_error)
