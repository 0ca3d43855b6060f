"""What `--version` prints: what is installed here, for a report of a bug."""

import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import DistributionFinder, MetadataPathFinder

from awsbatch.cli import verbatim
from awsbatch.cli.collector import collector_at_rest
from awsbatch.cli.option import Options
from awsbatch.cli.which_aws import decision
from awsbatch.cli.which_aws.aws_choice import AwsChoice
from awsbatch.door.passage import passage
from awsbatch.exit_status import ExitStatus
from awsbatch.report.console import Console


def show(options: Options, argv: Sequence[str], console: Console) -> ExitStatus:
    """Print the versions of awsbatch and of what it runs with, and what is special about them.

    The AWS CLI tells its own, wherever it is; what is known before comes first, since that may
    fail. Raise `AwsbatchError` then.
    """
    is_inside = passage() is not None
    if not is_inside:
        console.print(f"awsbatch {_own_version()}")
        choice = decision.decided(options.aws, options.verb)
        console.print(f"aws: {choice.shown}")
        decision.enter(choice, argv, console)
    console.print(f"Python {platform.python_version()} ({sys.executable})")
    if is_inside:
        # One that is too old is told as such.
        decision.decided(options.aws)
    with collector_at_rest():
        from awsbatch.aws.version import release
    console.print(f"AWS CLI {release.AWS_CLI} ({release.FOLDER})")
    console.print(f"botocore {release.BOTOCORE}")
    if (note := _note()) is not None:
        console.print(note)
    return ExitStatus.OK


def in_short(choice: AwsChoice) -> str:
    """Return which AWS CLI runs, and why, as a run says it."""
    from awsbatch.aws.version import release

    return f"AWS CLI {release.AWS_CLI}: {choice.shown}, Python {platform.python_version()}"


def _note() -> str | None:
    """Return what is special about how commands are run here."""
    if verbatim.is_verbatim(os.environ):
        return verbatim.VERBATIM
    with collector_at_rest():
        from awsbatch.aws.fast_path.registry import shortcuts

        return verbatim.shortcuts_off(shortcuts().off)


def _own_version() -> str:
    # AWS CLI 2.27: its finder of modules, which takes the place of Python's, finds no distribution.
    found = MetadataPathFinder.find_distributions(DistributionFinder.Context(name="awsbatch"))
    return next((each.version for each in found), "(not installed)")
