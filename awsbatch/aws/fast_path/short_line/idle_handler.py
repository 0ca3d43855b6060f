"""The AWS CLI's handlers that do nothing to a line of plain values.

A line goes the short way where the events of its operation have no others:
each of these looks at something that no such line has, or at what is the same
for all lines of a kind.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from botocore import xform_name

from awsbatch.aws.botocore_events import name_of
from awsbatch.aws.version.installed import canonical_event

_OURS = "awsbatch.aws.driver.placeholder_restore:ValueHandlers."
_SKELETON = "awscli.customizations.generatecliskeleton:GenerateCliSkeletonArgument"
_DYNAMODB = "awscli.customizations.dynamodb"
_PAGINATOR_FIX = "DynamoDBPaginatorFix._maybe_register_pagination_fix"

_IDLE = frozenset(
    {
        # They put back the values of placeholders, which has no effect where there are none. Of
        # texts it is done here as well.
        f"{_OURS}_note_table",
        f"{_OURS}_restore_arguments",
        f"{_OURS}_load",
        f"{_OURS}_process",
        f"{_OURS}_restore_parameters",
        # Options that give a whole input, or ask for one, and that no such line has.
        "awscli.customizations.arguments:OverrideRequiredArgsArgument.override_required_args",
        "awscli.customizations.cliinput:CliInputArgument.add_to_call_parameters",
        "awscli.customizations.cliinputjson:CliInputJSONArgument.add_to_call_parameters",
        f"{_SKELETON}.generate_json_skeleton",
        f"{_SKELETON}.generate_skeleton",
        f"{_SKELETON}.override_required_args",
        # Whether there are pages depends on the names of the options.
        "awscli.customizations.paginate:check_should_enable_pagination",
        "awscli.customizations.paginate:check_should_enable_pagination_call_parameters",
        # These have the client call a function, whatever the line: such clients are kept apart.
        f"{_DYNAMODB}:{_PAGINATOR_FIX}",
        f"{_DYNAMODB}.paginatorfix:{_PAGINATOR_FIX}",
        # It changes the endpoint by service and region.
        "awscli.customizations.overridesslcommonname:update_endpoint_url",
        # Pairs of options that no such line has.
        "awscli.customizations.toplevelbool:validate_boolean_mutex_groups",
        # Addresses, and shorthand, which no plain value is.
        "awscli.paramfile:URIArgumentHandler",
        "awscli.argprocess:ParamShorthandParser",
    }
)


def all_idle(session: Any, parent: str, command: str, model: Any, options: Iterable[str]) -> bool:
    """Return whether all handlers of the events of an operation's lines are known.

    The operation is the `command` of `parent`; `options` are the names of those that its lines may
    have. To be asked while the handlers of its own argument table are called.
    """
    emitter, events = session.emitter, session.get_component("event_emitter")
    return all(
        name_of(handler) in _IDLE
        for event in _events(parent, command, model, options)
        for handler in emitter.handlers_of(canonical_event(events, event))
    )


def _events(parent: str, command: str, model: Any, options: Iterable[str]) -> Iterator[str]:
    # awscli 1.46 and 2.36: the names by which a `ServiceOperation` and its arguments emit them.
    yield f"before-building-argument-table-parser.{parent}.{command}"
    yield f"operation-args-parsed.{parent}.{command}"
    yield f"calling-command.{parent}.{command}"
    service = model.service_model
    yield f"process-cli-arg.{service.service_name}.{xform_name(model.name, '-')}"
    for option in options:
        name = option.removeprefix("--")
        yield f"load-cli-arg.{service.endpoint_prefix}.{xform_name(command, '-')}.{name}"
