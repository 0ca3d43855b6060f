"""What keeps an `aws` from being run, as far as its file tells, and what to type instead."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.cli.which_aws.aws_request import OWN
from awsbatch.cli.which_aws.path_search import is_client, is_program
from awsbatch.fault.error import UsageError

if TYPE_CHECKING:
    from awsbatch.cli.which_aws.aws_request import Request
    from awsbatch.cli.which_aws.cli_package import CliPackage
    from awsbatch.cli.which_aws.executable import Executable
    from awsbatch.cli.which_aws.own_environment import OwnEnvironment

_PYTHON = (3, 10)
"""The first Python that awsbatch runs on."""
_SHUTS = ("E", "I")
"""Python's options that hide the environment, by which awsbatch comes into a version 1."""


def refuse_no_program(request: Request, found: Path, own: OwnEnvironment) -> None:
    """Raise `UsageError` unless a path that was asked for leads to a program."""
    if is_program(found):
        return
    if found.is_dir():
        inner = [found / "aws", found / "bin" / "aws"]
        meant = next((each for each in inner if is_program(each)), None)
        hint = None if meant is None else f"did you mean `{request.typed(str(meant))}`?"
        raise UsageError(f"{request.shown} is a folder", hint=hint or own_hint(request, own))
    if found.exists():
        hint = f"`chmod +x {shlex.quote(request.text)}` if it is a program"
        raise UsageError(f"{request.shown} is not executable", hint=hint)
    if found.is_symlink():
        message = f"{request.shown} is a link to `{found.readlink()}`, which is not there"
        raise UsageError(message, hint=own_hint(request, own))
    raise UsageError(f"{request.shown} is not there", hint=_without_tilde(request, own))


def not_on_path(request: Request, first: Path | None, own: OwnEnvironment) -> UsageError:
    """Return the error for a name of which `PATH` has no program; `first` is its first `aws`."""
    message = f"{request.shown} is not on `PATH`"
    if request.text.lower() == OWN:
        return UsageError(message, hint=f"did you mean `{request.typed(OWN)}`?")
    if is_program(Path(request.text)):
        return UsageError(message, hint=f"did you mean `{request.typed(f'./{request.text}')}`?")
    there = "" if first is None else f"`{request.typed(str(first))}` is there, and "
    return UsageError(message, hint=there + own_hint(request, own))


def refuse_unfit(request: Request, aws: Executable, own: OwnEnvironment) -> None:
    """Raise `UsageError` for a program in which awsbatch is known not to run."""
    if is_client(aws.path):
        message = f"{request.shown} is the one by which a program calls `awsbatch exec`"
        raise UsageError(message, hint=own_hint(request, own))
    if aws.real.name == "awsbatch":
        message = f"{request.shown} is awsbatch itself"
        raise UsageError(message, hint=own_hint(request, own))
    missing = aws.interpreter is not None and not aws.interpreter.path.exists()
    if aws.interpreter is not None and missing:
        message = f"{request.shown} is run by `{aws.interpreter.path}`, which is not there"
        raise UsageError(message, hint=own_hint(request, own))
    if aws.package is not None:
        refuse_too_old(request, aws.package, own)
    if aws.python is not None and aws.python < _PYTHON:
        found, needed = ("{}.{}".format(*each) for each in (aws.python, _PYTHON))
        message = f"{request.shown} runs on Python {found}: awsbatch needs {needed} or later"
        raise UsageError(message, hint=_other_hint(request, own))
    _refuse_shut(request, aws, own)


def refuse_too_old(request: Request, package: CliPackage, own: OwnEnvironment | None) -> None:
    """Raise `UsageError` for an AWS CLI that is too old; `own` is None inside of that."""
    if package.needed is not None:
        message = too_old(request, package.version, package.needed)
        raise UsageError(message, hint=_other_hint(request, own))


def too_old(request: Request, version: str, needed: str) -> str:
    """Return what is said of an AWS CLI that is too old."""
    return f"{request.shown} is version {version}: awsbatch needs {needed} or later"


def _refuse_shut(request: Request, aws: Executable, own: OwnEnvironment) -> None:
    if aws.interpreter is None or aws.package is None or aws.package.major != 1:
        return
    flag = next((each for each in _SHUTS if each in aws.interpreter.flags), None)
    if flag is not None and not own.imports(aws):
        message = f"{request.shown} lets nothing in: its first line has Python's option `-{flag}`"
        raise UsageError(message, hint=own_hint(request, own))


def own_hint(request: Request, own: OwnEnvironment | None) -> str:
    """Return what to type for awsbatch's own AWS CLI, or how to have one."""
    if own is None:
        return f"`{request.typed(OWN)}` runs awsbatch's own AWS CLI"
    if own.package is None:
        return f"`{own.interpreter} -m pip install awscli` installs an AWS CLI for awsbatch alone"
    return f"`{request.typed(OWN)}` runs awsbatch's own AWS CLI, version {own.package.version}"


def _other_hint(request: Request, own: OwnEnvironment | None) -> str:
    return f"AWS's own installer brings a version 2 that will do; {own_hint(request, own)}"


def _without_tilde(request: Request, own: OwnEnvironment) -> str:
    """Return the hint for a path that is not there; only a shell replaces a `~`."""
    if request.text.startswith("~/") and "HOME" in os.environ:
        meant = Path(os.environ["HOME"], request.text.removeprefix("~/"))
        if is_program(meant):
            return f"did you mean `{request.typed(str(meant))}`? only a shell replaces `~`"
    return own_hint(request, own)
