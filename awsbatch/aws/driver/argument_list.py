"""Argument tables of commands written by hand, made as if each had a process of its own.

They are made from lists that belong to classes, and making one changes the
list: awscli 1.46 has every `s3 sync` add its strategies' options, and turns a
schema into a model in place. Importing this module has each list put back,
and made into a table by one thread at a time.
"""

from threading import RLock
from typing import Any

from awscli.customizations.commands import BasicCommand

# It guards the lists of the classes. Reentrant: to make a table emits an event, whose handlers
# may make another.
_making = RLock()
_make = BasicCommand._build_arg_table  # noqa: SLF001 (the method is replaced)


def _build_arg_table(self: BasicCommand) -> Any:
    with _making:
        arguments = self.ARG_TABLE
        before = [dict(argument) for argument in arguments]
        try:
            return _make(self)
        finally:
            arguments[:] = before


BasicCommand._build_arg_table = _build_arg_table  # noqa: SLF001
