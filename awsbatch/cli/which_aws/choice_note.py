"""What a run says of its AWS CLI where it may surprise, each in one line."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from awsbatch.cli.which_aws.aws_request import OPTION, OWN, VARIABLE

if TYPE_CHECKING:
    from pathlib import Path

    from awsbatch.cli.which_aws.cli_package import CliPackage
    from awsbatch.cli.which_aws.executable import Executable


def hidden(aws: Executable, own_script: Path, own: CliPackage) -> str:
    """Return the note that a program runs which awsbatch's own one hides from a shell."""
    version = "" if aws.package is None else f" (version {aws.package.version})"
    return (
        f"using `{aws.path}`{version}, which awsbatch's own `{own_script}` (version"
        f" {own.version}) hides in a shell: `{OPTION} {OWN}` runs that one;"
        f" {_chosen(str(aws.path))}"
    )


def too_old(aws: Executable, package: CliPackage, own: CliPackage) -> str:
    """Return the note that awsbatch's own AWS CLI runs in place of an older one."""
    return (
        f"using awsbatch's own AWS CLI (version {own.version}), since `{aws.path}` is"
        f" version {package.version}, and {package.needed} or later is needed; {_chosen(OWN)}"
    )


def _chosen(text: str) -> str:
    return f"`{VARIABLE}={shlex.quote(text)}` chooses it, without this note"
