"""What the user's aliases stand for."""

from collections.abc import Mapping
from typing import Any

from awscli.alias import ServiceAliasCommand

from awsbatch.aws.line_check.cli_parser import CliParser, Parsing
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord
from awsbatch.record import record

# An alias may stand for another one, and so without end for itself.
_MOST_ALIASES = 8


@record
class Meaning:
    """A command, its name, and the words after it."""

    command: Any
    name: PlaceholderWord
    args: list[PlaceholderWord]


def meaning(parsing: Parsing, commands: Mapping[str, Any], parser: CliParser) -> Meaning | None:
    """Return the command that words name by themselves or by an alias.

    Return None where that cannot be told. `parser` is that of the global options.
    """
    name = parsing.namespace.command
    meant = Meaning(commands[name], name, parsing.remaining)
    for _ in range(_MOST_ALIASES):
        if not isinstance(meant.command, ServiceAliasCommand):
            break
        aliased = _aliased(meant, commands, parser)
        if aliased is None:
            return None
        meant = aliased
    return meant


def _aliased(alias: Meaning, commands: Mapping[str, Any], parser: CliParser) -> Meaning | None:
    try:
        # awscli 1.46: the alias itself calls it when it runs.
        words = alias.command._get_alias_args()  # noqa: SLF001
    except Exception:  # noqa: BLE001 (a file of the user's, which `aws` reports when it runs)
        return None
    parsing = parser.ask([PlaceholderWord(word, alias.name.place) for word in words])
    if parsing.namespace is None:
        return None
    name = parsing.namespace.command
    command = commands[name]
    # awscli 1.46: an alias may have the name of the command that it stands for.
    hidden_by_it = alias.command._shadow_proxy_command  # noqa: SLF001
    if hidden_by_it is not None and hidden_by_it.name == name:
        command = hidden_by_it
    return Meaning(command, name, [*parsing.remaining, *alias.args])
