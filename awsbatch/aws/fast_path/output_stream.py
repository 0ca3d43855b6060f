"""The streams that operations print to, made without a copy of the environment for each.

Version 2 of the AWS CLI makes one for every operation of a service that is
used, some hundreds, and gives the copy to a pager. Here nothing is paged.
"""

import os
from contextlib import AbstractContextManager
from functools import partial

import awscli.clidriver

from awsbatch.aws.shortcut import Shortcut, replaced


class OutputStreams(Shortcut):
    """The operations of a service share the environment of the process."""

    name = "output streams"
    # awscli 2.9 to 2.36.
    needs = ("awscli.clidriver:OutputStreamFactory", "awscli.utils:OutputStreamFactory()._environ")

    def process(self) -> AbstractContextManager[None]:
        """Return a block in which the AWS CLI makes streams so."""
        return replaced(
            awscli.clidriver, "OutputStreamFactory", lambda kind: partial(kind, environ=os.environ)
        )


SHORTCUTS = (OutputStreams,)
