"""The one place where shortcuts are switched on, each by itself.

A later version of the AWS CLI or of a library may have moved what a shortcut
stands on. Then that shortcut alone stays off, whatever the version's number:
the commands work as ever, and take their time.
"""

from importlib import import_module
from inspect import signature
from operator import attrgetter
from types import ModuleType

from awsbatch.aws.shortcut import Shortcut, Shortcuts
from awsbatch.aws.version.hook import have

_MODULES = (
    "certificate",
    "client_class",
    "endpoint",
    "event_handling",
    "event_name",
    "exchange.exchanging_session",
    "global_resolver",
    "operation_name",
    "output_stream",
    "plain_parser",
    "plan.planned_client",
    "request_signature",
    "service_list",
    "short_line.line_book",
    "user_agent",
)
# What a module cuts short: where it is not there, there is nothing to cut.
_CUT_SHORT = {
    "event_name": "botocore.hooks:EventAliaser",
    "output_stream": "awscli.clidriver:CLIOperationCaller()._output_stream_factory",
    "user_agent": "botocore.useragent:UserAgentComponent",
}


def shortcuts() -> Shortcuts:
    """Return the shortcuts whose needs are met, with what is missing for each of the others."""
    taken: list[Shortcut] = []
    off: dict[str, str] = {}
    for name in modules():
        try:
            module = import_module(f"{__package__}.{name}")
        except (ImportError, AttributeError, TypeError) as error:
            # It names what it looks for when it is imported.
            off[name.replace("_", " ")] = str(error).partition(" (")[0].replace("'", "`")
            continue
        for shortcut in _of_module(module):
            lack = next((need for need in shortcut.needs if not _is_there(need)), None)
            if lack is None:
                taken.append(shortcut)
            else:
                package, _, rest = lack.replace(":", ".").replace("()", "").partition(".")
                off[shortcut.name] = f"{package} has no `{rest}`"
    return Shortcuts(taken, off)


def modules() -> list[str]:
    """Return the names of the modules for which there is something to cut short."""
    return [name for name in _MODULES if name not in _CUT_SHORT or _is_there(_CUT_SHORT[name])]


def _of_module(module: ModuleType) -> list[Shortcut]:
    classes: tuple[type[Shortcut], ...] = module.SHORTCUTS
    return [each() for each in classes]


def _is_there(need: str) -> bool:
    module, _, path = need.partition(":")
    owner, is_of_objects, name = path.partition("().")
    function, _, parameters = owner.rstrip(")").partition("(")
    try:
        found = attrgetter(function)(import_module(module))
    except (ImportError, AttributeError):
        return False
    if parameters:
        return ", ".join(signature(found).parameters) == parameters
    return not is_of_objects or have(found, name)
