"""Commands that only a fresh `aws` makes as they are to be made, and why."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from awsbatch.aws.config_generation import Generation
from awsbatch.aws.isolation import log, terminal_need
from awsbatch.aws.version.installed import may_prompt

_Applies: TypeAlias = Callable[[Generation, Any, Sequence[str]], bool]
"""Says it of a generation, the global options and the words that the command itself parses."""

# awscli 1.44 to 2.36: `aws emr` hands the terminal to the `ssh` of the user.
_HANDING = frozenset({("emr", "ssh"), ("emr", "socks"), ("emr", "get"), ("emr", "put")})

CONFIGURATION = "its configuration cannot be read"
"""A fresh `aws` says of that what it says."""
REASONS: Sequence[tuple[str, _Applies]] = (
    ("it asks for help", lambda _, parsed, rest: "help" in (parsed.command, *rest)),
    ("it talks to a person", lambda _, parsed, rest: _talks(parsed.command, rest)),
    ("it logs everything", lambda _, parsed, __: log.debugs(parsed)),
    ("it may ask for its words", lambda made, parsed, _: may_prompt(made.session, parsed)),
    ("its configuration has plugins", lambda made, _, __: bool(made.session.has_plugins)),
    ("it is an alias that runs a program", lambda made, *rest: made.is_program(*rest)),
)


def fresh_need(generation: Generation, parsed: Any, remaining: Sequence[str]) -> str | None:
    """Return why a command is left to a fresh `aws`; None where it need not be."""
    reasons = (why for why, applies in REASONS if applies(generation, parsed, remaining))
    return next(reasons, None)


def _talks(command: str, remaining: Sequence[str]) -> bool:
    is_handing = (command, *remaining[:1]) in _HANDING
    return is_handing or terminal_need.need(command, remaining) is not None
