"""A program of which nothing is known, tried before a program depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from awsbatch.cli.which_aws.told_version import needed_for, told_version
from awsbatch.cli.which_aws.unfit_aws import too_old
from awsbatch.door.knock import knock
from awsbatch.fault.error import AwsbatchError, UsageError

if TYPE_CHECKING:
    from awsbatch.cli.which_aws.aws_request import Request
    from awsbatch.cli.which_aws.executable import Executable


def refuse_shut(request: Request, aws: Executable) -> None:
    """Raise `UsageError` for a program that does not let awsbatch in, which takes a call of it.

    Raise another `AwsbatchError` where that is since it does something of its own: then another
    AWS CLI would do something else, whatever its version.
    """
    answer = knock(aws.path)
    if answer.instead is not None:
        raise AwsbatchError(f"{answer.shut}: nothing was run", hint=answer.instead)
    if answer.shut is not None:
        raise UsageError(answer.shut)
    if answer.version is None:
        raise UsageError(_unfit(request, told_version(aws)))


def _unfit(request: Request, version: str | None) -> str:
    needed = None if version is None else needed_for(version)
    if version is None or needed is None:
        return f"awsbatch does not run in {request.shown}"
    return too_old(request, version, needed)
