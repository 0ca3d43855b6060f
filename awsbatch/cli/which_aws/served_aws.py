"""The AWS CLI that answers the calls of a program: the one that the program would have called."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from awsbatch.cli.which_aws import aws_request, stand_in
from awsbatch.cli.which_aws.aws_choice import chosen, judged, own_choice
from awsbatch.cli.which_aws.aws_request import Request, request_of
from awsbatch.cli.which_aws.executable import Executable
from awsbatch.cli.which_aws.path_search import on_path
from awsbatch.fault.error import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from awsbatch.cli.which_aws.aws_choice import AwsChoice
    from awsbatch.cli.which_aws.own_environment import OwnEnvironment


def served(option: str | None, environment: Mapping[str, str], own: OwnEnvironment) -> AwsChoice:
    """Return which AWS CLI answers a program with this environment.

    That is the first `aws` on its `PATH`, awsbatch's own environment included, or else one of the
    same major version, since in another one the same words may do something else, and succeed.
    Raise `AwsbatchError` where there is none.
    """
    folders = environment.get("PATH", os.defpath)
    found = [Executable(path, folders) for path in on_path("aws", folders)]
    request = request_of(option, environment)
    if request is None:
        return _first(found, own) if found else _alone(own)
    choice = chosen(option, environment, own)
    if choice.aws is not None:
        _refuse_shut(request, choice, Executable(choice.aws, folders))
    return stand_in.as_asked(request, choice, found[0], own) if found else choice


def _alone(own: OwnEnvironment) -> AwsChoice:
    choice = own_choice("no `aws` on PATH", own)
    return choice if own.package is None else stand_in.alone(choice, own.package)


def _first(found: list[Executable], own: OwnEnvironment) -> AwsChoice:
    first, *others = found
    request = Request(aws_request.FIRST, str(first.path))
    try:
        choice = judged(request, first, own)
        _refuse_shut(request, choice, first)
    except UsageError as error:
        return stand_in.in_place_of(first, error.message, own, others)
    return choice


def _refuse_shut(request: Request, choice: AwsChoice, aws: Executable) -> None:
    if choice.is_entered and aws.package is None:
        # Of use for few programs.
        from awsbatch.cli.which_aws.shut_aws import refuse_shut

        refuse_shut(request, aws)
