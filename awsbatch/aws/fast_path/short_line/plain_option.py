"""The options whose values the AWS CLI takes as they are, or as numbers."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import awscli.paramfile

from awsbatch.aws.placeholder_value import has_token
from awsbatch.aws.version.installed import FILE_PREFIXES
from awsbatch.record import record

# Values at which the CLI, or what runs it, looks twice: what may be an option, a question for
# help, or a file of the process's own; and addresses, whose content is the value.
_ODD = r"-|help\Z|.*(?:/dev/|/proc/)"
_ADDRESS = "|".join(map(re.escape, FILE_PREFIXES))
_is_odd_address = re.compile(_ODD, re.DOTALL).match
_is_odd = re.compile(f"{_ADDRESS}|{_ODD}", re.DOTALL).match
# A list of one such value is JSON.
_is_odd_in_list = re.compile(rf"\s*\[|{_ADDRESS}|{_ODD}", re.DOTALL).match
# awscli 1.46: the arguments that are addresses themselves. Version 2 has no such list.
_ADDRESSES: Collection[str] = getattr(awscli.paramfile, "PARAMFILE_DISABLED", ())


def _without_token(word: str) -> str:
    if has_token(word):
        raise ValueError(word)
    return word


# awscli 1.46 and 2.36: how the CLI takes a value of these types.
_TYPES: Mapping[str, Callable[[str], Any] | None] = {
    "string": None,
    "timestamp": _without_token,
    "blob": None,
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
}
# The CLI warns of a number that is not positive.
_MOST_ITEMS = "MaxItems"


@record
class PlainOption:
    """What an option is followed by, and what becomes of that."""

    target: str
    """The name under which argparse keeps the value."""
    length: int = 1
    """How many words follow: none, one, or any number."""
    convert: Callable[[str], Any] | None = None
    """What makes the value of a word that is not taken as it is."""
    is_odd: Callable[[str], object] = _is_odd
    """What tells a word that the AWS CLI may take for more than a value."""
    constant: Any = None
    """The value, where no word follows."""
    is_setting: bool = False
    """Whether this is a global option, whose value is the same for all lines of a kind."""


MANY = -1


def options_of(table: Mapping[str, Any], address: Callable[[str], str]) -> dict[str, PlainOption]:
    """Return the plain ones of an operation's arguments, by the words that begin them.

    `address` returns what the list of arguments that are addresses calls one.
    """
    found = {each.cli_name: _option(each, address(each.name)) for each in table.values()}
    return {name: option for name, option in found.items() if option is not None}


def settings_of(parser: Any) -> dict[str, PlainOption]:
    """Return the plain ones of the global options, by the words that begin them."""
    found = {}
    # Python 3.10 to 3.14: argparse has no way to list them, and keeps their classes to itself.
    for action in parser._actions:  # noqa: SLF001
        kind = type(action).__name__
        takes_one = kind == "_StoreAction" and action.nargs is None
        if takes_one or kind in {"_StoreTrueAction", "_StoreFalseAction"}:
            option = PlainOption(action.dest, length=int(takes_one), is_setting=True)
            found.update(dict.fromkeys(action.option_strings, option))
    return found


def begins_one_of(name: str, longer: Iterable[str]) -> bool:
    """Return whether argparse may take a word for the start of another option's name."""
    return any(each.startswith(name) for each in longer)


def is_of_pages(argument: Any) -> bool:
    """Return whether an argument says how many pages are asked for, and from where on."""
    return _class_of(argument) == "awscli.customizations.paginate:PageArgument"


def _option(argument: Any, address: str) -> PlainOption | None:
    model = argument.argument_model
    match _class_of(argument):
        case "awscli.arguments:CLIArgument" if _is_plain(model):
            odd = _is_odd_address if address in _ADDRESSES else _is_odd
            return PlainOption(argument.py_name, convert=_TYPES[model.type_name], is_odd=odd)
        case "awscli.arguments:ListArgument" if _is_plain(model.member):
            convert = _TYPES[model.member.type_name]
            return PlainOption(argument.py_name, MANY, convert, _is_odd_in_list)
        case _ if is_of_pages(argument):
            # awscli 1.46 and 2.36: it shows neither of the two.
            is_text = argument._parse_type == "string"  # noqa: SLF001
            is_most = argument._serialized_name == _MOST_ITEMS  # noqa: SLF001
            convert = _without_token if is_text else _positive if is_most else int
            return PlainOption(argument.py_name, convert=convert)
        case "awscli.arguments:BooleanArgument":
            # awscli 1.46 and 2.36: it shows neither of the two.
            is_true = argument._action == "store_true"  # noqa: SLF001
            return PlainOption(argument._destination, length=0, constant=is_true)  # noqa: SLF001
        case _:
            return None


def _positive(word: str) -> int:
    number = int(word)
    if number <= 0:
        raise ValueError(word)
    return number


def _class_of(value: Any) -> str:
    kind = type(value)
    return f"{kind.__module__}:{kind.__qualname__}"


def _is_plain(model: Any) -> bool:
    return (
        model.type_name in _TYPES
        and not getattr(model, "is_document_type", False)
        and not model.serialization.get("streaming")
        and not model.serialization.get("jsonvalue")
    )
