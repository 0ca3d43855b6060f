"""What `--version` prints: what is installed here, for a report of a bug."""

import os
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

from awsbatch.cli import verbatim
from awsbatch.cli.collector import collector_at_rest
from awsbatch.exit_status import ExitStatus
from awsbatch.report.console import Console


def show(console: Console) -> ExitStatus:
    """Print the version of awsbatch, and what is special about how commands are run here."""
    console.print(f"awsbatch {_version('awsbatch')}")
    if (note := _note()) is not None:
        console.print(note)
    return ExitStatus.OK


def _note() -> str | None:
    """Return what is special about how commands are run here; import the AWS CLI to find out."""
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
