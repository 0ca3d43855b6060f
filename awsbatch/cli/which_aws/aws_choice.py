"""The AWS CLI that runs the commands, and why it is that one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.cli.which_aws import aws_request
from awsbatch.cli.which_aws.aws_request import OWN, Request, request_of
from awsbatch.cli.which_aws.executable import Executable
from awsbatch.cli.which_aws.path_search import on_path
from awsbatch.fault.error import UsageError
from awsbatch.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from awsbatch.cli.which_aws.own_environment import OwnEnvironment


@record
class AwsChoice:
    """What runs the commands."""

    aws: Path | None
    """As it was found; None is awsbatch's own, whatever script of it there is."""
    why: str
    is_entered: bool = False
    """Whether this process must become it, since its Python does not import it."""
    note: str | None = None
    """What is said of it where it may surprise."""

    @property
    def shown(self) -> str:
        """What it is and why, for a person."""
        return f"{self.aws or OWN} ({self.why})"


def chosen(option: str | None, environment: Mapping[str, str], own: OwnEnvironment) -> AwsChoice:
    """Return which AWS CLI runs; raise `UsageError` where that cannot be run."""
    folders = environment.get("PATH", os.defpath)
    request = request_of(option, environment)
    if request is None:
        return _first(folders, own)
    if request.text == OWN:
        return own_choice(request.by, own)
    return judged(request, Executable(_asked_for(request, folders, own), folders), own)


def _asked_for(request: Request, folders: str, own: OwnEnvironment) -> Path:
    """Return the program that was asked for by its path, or by its name on `PATH`."""
    # Of use for few runs.
    from awsbatch.cli.which_aws import unfit_aws

    if "/" in request.text:
        found = Path(request.text)
        unfit_aws.refuse_no_program(request, found, own)
        # Only now: the current folder may not be there any more.
        return found.absolute()
    named = next(on_path(request.text, folders), None)
    if named is None:
        raise unfit_aws.not_on_path(request, next(on_path("aws", folders), None), own)
    return named


def _first(folders: str, own: OwnEnvironment) -> AwsChoice:
    own_script = None
    for path in on_path("aws", folders):
        aws = Executable(path, folders)
        if own.brought(aws):
            own_script = own_script or path
        elif (choice := _in_place_of(aws, own)) is not None:
            return choice
        else:
            note = None if own_script is None else _note(aws, own_script, own)
            return judged(Request(aws_request.FIRST, str(path)), aws, own, note=note)
    return own_choice("no other `aws` on PATH", own)


def judged(
    request: Request, aws: Executable, own: OwnEnvironment, *, note: str | None = None
) -> AwsChoice:
    """Return the choice of a program; raise `UsageError` if awsbatch is known not to run there."""
    from awsbatch.cli.which_aws import unfit_aws

    unfit_aws.refuse_unfit(request, aws, own)
    why = request.by if note is None else f"{request.by}, but for awsbatch's own"
    return AwsChoice(aws.path, why, is_entered=not own.imports(aws), note=note)


def own_choice(why: str, own: OwnEnvironment) -> AwsChoice:
    """Return the choice of awsbatch's own AWS CLI; raise `UsageError` if it has none."""
    if own.package is None:
        from awsbatch.cli.which_aws.unfit_aws import own_hint

        message = f"awsbatch's own Python, `{own.interpreter}`, has no AWS CLI"
        raise UsageError(message, hint=own_hint(Request(aws_request.OPTION, OWN), own))
    return AwsChoice(None, why)


def _in_place_of(aws: Executable, own: OwnEnvironment) -> AwsChoice | None:
    """Return awsbatch's own AWS CLI where a version 1 is too old, and it is one that is not."""
    if aws.package is None or own.package is None or own.package.needed is not None:
        return None
    if aws.package.needed is None or not aws.package.major == own.package.major == 1:
        return None
    from awsbatch.cli.which_aws import choice_note

    note = choice_note.too_old(aws, aws.package, own.package)
    return AwsChoice(None, f"`{aws.path}` is too old", note=note)


def _note(aws: Executable, own_script: Path, own: OwnEnvironment) -> str | None:
    if own.package is None:
        return None
    from awsbatch.cli.which_aws import choice_note

    return choice_note.hidden(aws, own_script, own.package)
