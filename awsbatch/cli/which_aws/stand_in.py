"""An AWS CLI that answers in place of the one that a program would have called.

Another minor version does so in one line; another major one never does: `lambda invoke --payload`
means something else in each, and succeeds.
"""

from __future__ import annotations

import shlex
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from awsbatch.cli.which_aws.aws_choice import AwsChoice
from awsbatch.cli.which_aws.aws_request import OPTION, VARIABLE, Request
from awsbatch.cli.which_aws.executable import Executable
from awsbatch.cli.which_aws.told_version import major, series, told_version
from awsbatch.cli.which_aws.unfit_aws import refuse_unfit
from awsbatch.fault.error import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from awsbatch.cli.which_aws.cli_package import CliPackage
    from awsbatch.cli.which_aws.own_environment import OwnEnvironment

_EXEC = "awsbatch exec"
_SECOND = 2
_BEFORE = f"`PATH=FOLDER:$PATH {_EXEC} …` puts another `aws` before it"


def alone(choice: AwsChoice, package: CliPackage) -> AwsChoice:
    """Return the choice of awsbatch's own where a program would have found no `aws` at all."""
    return replace(choice, note=f"no `aws` is on `PATH`: {_own(package)} answers")


def in_place_of(
    first: Executable, why: str, own: OwnEnvironment, others: Iterable[Executable]
) -> AwsChoice:
    """Return the choice of awsbatch's own for an `aws` that does not run, which `why` tells.

    Raise `UsageError` if it is of another major version. `others` are further on `PATH`.
    """
    version = told_version(first)
    hint = _hint(version, own, others)
    if version is None:
        raise UsageError(f"{why}, and it does not tell its version", hint=hint)
    if own.package is None:
        raise UsageError(f"{why}, and awsbatch has no AWS CLI of its own", hint=hint)
    if major(version) != own.package.major:
        message = f"{why}; {_own(own.package)} does not stand in for version {version}"
        raise UsageError(message, hint=hint)
    note = f"{why}; {_own(own.package)} stands in for version {version}"
    return AwsChoice(None, f"in place of `{first.path}`", note=note)


def as_asked(
    request: Request, choice: AwsChoice, first: Executable, own: OwnEnvironment
) -> AwsChoice:
    """Return a choice that was asked for, with a note where the first `aws` is another version.

    Raise `UsageError` where that is of another major version.
    """
    if choice.aws is not None and choice.aws.resolve() == first.real:
        return choice
    theirs, ours = told_version(first), _version(choice, own)
    if theirs is None or ours is None:
        raise UsageError(
            f"cannot tell whether {request.shown} is of the same version as `{first.path}`, the"
            " first `aws` on `PATH`",
            hint=_BEFORE if theirs is None else _without(request, first),
        )
    which = (
        f"{request.shown} is version {ours}, and `{first.path}`, the first `aws` on `PATH`, is"
        f" version {theirs}"
    )
    if major(ours) != major(theirs):
        raise UsageError(
            f"{which}: the same call may do something else", hint=_without(request, first)
        )
    return choice if series(ours) == series(theirs) else replace(choice, note=which)


def _version(choice: AwsChoice, own: OwnEnvironment) -> str | None:
    if choice.aws is not None:
        return told_version(Executable(choice.aws, ""))
    return None if own.package is None else own.package.version


def _hint(version: str | None, own: OwnEnvironment, others: Iterable[Executable]) -> str:
    """Return what to type for another AWS CLI of the same major version."""
    if version is None:
        return _BEFORE
    if (other := _other(major(version), own, others)) is not None:
        return (
            f"`{_EXEC} --aws {shlex.quote(str(other.path))} …` has one answer that is there as well"
        )
    answers = f"`{_EXEC} --aws PATH …` has another version {major(version)} answer"
    is_second = major(version) == _SECOND
    return f"{answers}; AWS's own installer brings one that will do" if is_second else answers


def _other(wanted: int, own: OwnEnvironment, others: Iterable[Executable]) -> Executable | None:
    """Return the first of some programs that is known to be of a version, and to run."""
    for aws in others:
        with suppress(UsageError):
            refuse_unfit(Request(OPTION, str(aws.path)), aws, own)
            if aws.package is not None and aws.package.major == wanted:
                return aws
    return None


def _own(package: CliPackage) -> str:
    return f"awsbatch's own AWS CLI, version {package.version},"


def _without(request: Request, first: Executable) -> str:
    unset = f"{VARIABLE}= " if request.by == VARIABLE else ""
    return f"`{unset}{_EXEC} …` has `{first.path}` answer"
