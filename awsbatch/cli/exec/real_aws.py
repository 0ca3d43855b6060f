"""The `aws` that a program would have called, for calls that it is left to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from awsbatch.cli.which_aws.aws_request import OPTION, VARIABLE
from awsbatch.cli.which_aws.path_search import on_path
from awsbatch.exec.client_frame import Become
from awsbatch.exec.client_program import NAME, is_client

if TYPE_CHECKING:
    from awsbatch.cli.which_aws.aws_choice import AwsChoice
    from awsbatch.exec.call_request import CallRequest


def real_aws(request: CallRequest, choice: AwsChoice) -> Become:
    """Return the first `aws` on the caller's own `PATH` that is no client, or else what serves.

    Where somebody has asked for another one, it is that.
    """
    if choice.why in (OPTION, VARIABLE):
        return Become(_served() if choice.aws is None else [str(choice.aws)])
    # An empty or relative entry is of its folder, where this process may not be.
    folders = request.environ.get("PATH", os.defpath)
    found = (path for path in on_path(NAME, folders) if not is_client(path))
    first = next(found, None)
    return Become(_served() if first is None else [str(first)])


def _served() -> list[str]:
    """Return the words that start the AWS CLI of this process."""
    # In a bundle, that is its `aws`.
    is_aws = Path(sys.executable).name == NAME
    return [sys.executable] if is_aws else [sys.executable, "-m", "awscli"]
