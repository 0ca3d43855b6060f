"""The CLI's help, refused where a command has not the terminal to itself.

Only the CLI's own parsers know whether `help` asks for it or is a value, as in
`--alarm-names a help`. Importing this module has every help command look first.
"""

from collections.abc import Callable
from typing import Any

from awscli.customizations.commands import BasicHelp
from awscli.help import HelpCommand

from awsbatch.aws.invocation import current
from awsbatch.aws.isolation.terminal_need import REFUSAL
from awsbatch.aws.version.installed import refuse


def _if_live(display: Callable[..., Any]) -> Callable[..., Any]:
    def display_if_live(self: HelpCommand, args: Any, parsed_globals: Any) -> Any:
        invocation = current()
        if invocation is not None and not invocation.is_live:
            refuse(REFUSAL.format("help"))
        return display(self, args, parsed_globals)

    return display_if_live


# awscli 1.46: hand-written commands display theirs by a method of their own.
for _command in (HelpCommand, BasicHelp):
    _command.__call__ = _if_live(_command.__call__)
