"""What `--version` prints: what is installed here, for a report of a bug."""

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from importlib.util import find_spec
from pathlib import Path

from awsbatch.cli import verbatim
from awsbatch.cli.collector import collector_at_rest
from awsbatch.exit_status import ExitStatus
from awsbatch.report.console import Console


def show(console: Console) -> ExitStatus:
    """Print the versions of awsbatch and of what it runs with, and what is special about them."""
    console.print(f"awsbatch {_version('awsbatch')}")
    # Neither is imported for this, which would take as long as a command.
    console.print(f"AWS CLI {_version('awscli')}{_folder('awscli')}")
    console.print(f"botocore {_version('botocore')}")
    console.print(f"Python {platform.python_version()} ({sys.executable})")
    if (note := _note()) is not None:
        console.print(note)
    return ExitStatus.OK


def _note() -> str | None:
    """Return what is special about how commands are run here; import botocore to find out."""
    if verbatim.is_verbatim(os.environ):
        return verbatim.VERBATIM
    with collector_at_rest():
        from awsbatch.aws.fast_path.registry import shortcuts

        return verbatim.shortcuts_off(shortcuts().off)


def _version(distribution: str) -> str:
    try:
        return version_of(distribution)
    except PackageNotFoundError:
        return "(not installed)"


def _folder(package: str) -> str:
    spec = find_spec(package)
    return f" ({Path(spec.origin).parent})" if spec is not None and spec.origin else ""
