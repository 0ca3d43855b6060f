"""Version 1 of the AWS CLI, 1.44 to 1.46, and its botocore: see `installed`."""

from typing import Any

# awscli 1.46: in some other orders, its modules import each other in a circle.
import awscli.clidriver
import awscli.plugin
import botocore.hooks

SESSION_VARIABLES = awscli.EnvironmentVariables
load_plugins = awscli.plugin.load_plugins
PrefixTrie = botocore.hooks._PrefixTrie  # noqa: SLF001
CREATE_CLIENT_ARGUMENTS = (
    "region_name",
    "api_version",
    "use_ssl",
    "verify",
    "endpoint_url",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "config",
)


def tell_program(session: Any) -> None:
    """Have the requests of a session tell in their user agent that `aws` sends them."""
    awscli.clidriver._set_user_agent_for_session(session)  # noqa: SLF001


def emitter_under(events: Any) -> Any:
    """Return the emitter that a session or a client was given, under the aliases of its events."""
    # botocore 1.44: an `EventAliaser` stands before it, and has no public way to it.
    return events._emitter  # noqa: SLF001
