"""What is wrong with `defaults` statements, as far as it is plain without any values."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from awsbatch.contract.global_option import GlobalOptions
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language.defaults import Default, given, read
from awsbatch.language.model import Defaults
from awsbatch.language.name import NAME
from awsbatch.record import record

_ROLE_ARN = re.compile(r"arn:[a-z-]+:iam::[0-9]{12}:role/[\w+=,.@/-]+", re.ASCII)
_SESSION_NAME = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
_EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)
_OF_ROLES = ("--role-session-name", "--external-id")
_ABOUT_ROLES = "write `defaults --role-arn arn:aws:iam::123456789012:role/NAME`"
# What cannot follow, in the same block, a statement that has chosen who signs.
_CLASHES = {
    "--credentials": ("--role-arn",),
    "--profile": ("--role-arn", "--credentials"),
    "--role-arn": ("--role-arn",),
}


@record
class Refusal:
    """Why an option does not take a value."""

    message: str
    hint: str


def check_defaults(statement: Defaults, options: GlobalOptions) -> list[ScriptError]:
    """Return the faults of a `defaults` statement, each option's before those of several."""
    found = [fault for fault in read(statement, options) if isinstance(fault, ScriptError)]
    return [*found, *_of_signing([each for each in given(statement, options) if each.signs])]


def places(options: Iterable[Default]) -> dict[str, Place]:
    """Return where each option is given, by its name."""
    return {each.option: each.words[0].place for each in options}


def clashes(chosen: Mapping[str, Place], options: Sequence[Default]) -> Iterator[ScriptError]:
    """Yield a fault for each option that leaves open who signs in its block from there on.

    `chosen` are the options of earlier statements of the block, with their places.
    """
    for each in options:
        for before in _CLASHES.get(each.option, ()):
            if before in chosen:
                yield _clash(each, before, chosen[before])
                break


def _clash(default: Default, before: str, place: Place) -> ScriptError:
    if default.option == before:
        message = f"a second `{before}` in one block, after that of line {place.line}"
        hint = "a role that stands on another has a block of its own, inside"
    else:
        earlier = f"the `{before}` of line {place.line}"
        message = f"`{default.option}` after {earlier} leaves open who signs"
        hint = f"write both in one `defaults`, or `{default.option}` in a block of its own"
    return ScriptError(message, place=default.words[0].place, hint=hint)


def refused_role(arn: str) -> Refusal | None:
    """Return why a text is not the ARN of a role; None if it is."""
    if _ROLE_ARN.fullmatch(arn):
        return None
    return Refusal(f"expected the ARN of a role, found `{arn}`", _ABOUT_ROLES)


def refused_session(name: str) -> Refusal | None:
    """Return why STS does not take a text as a session's name; None if it does."""
    if _SESSION_NAME.fullmatch(name):
        return None
    hint = "write 2 to 64 letters, digits and characters of `_+=,.@-`"
    return Refusal(f"expected the name of a role's session, found `{name}`", hint)


def refused_external_id(text: str) -> Refusal | None:
    """Return why STS does not take a text as an external id, without the text; None if it does."""
    if _EXTERNAL_ID.fullmatch(text):
        return None
    hint = "write 2 to 1,224 letters, digits and characters of `_+=,.@:/-`"
    return Refusal("this is no external id", hint)


def _of_signing(options: Sequence[Default]) -> Iterator[ScriptError]:
    seen: set[str] = set()
    names = {each.option for each in options}
    for each in options:
        place = each.words[0].place
        if each.option in seen:
            yield ScriptError(f"`{each.option}` is given twice", place=place)
        elif each.option in _OF_ROLES and "--role-arn" not in names:
            message = f"`{each.option}` is of a role, and there is no `--role-arn` with it"
            hint = f"write `defaults --role-arn ARN {each.option} VALUE`"
            yield ScriptError(message, place=place, hint=hint)
        elif (refusal := _of_value(each)) is not None:
            place = each.words[-1].place
            yield ScriptError(refusal.message, place=place, hint=refusal.hint)
        seen.add(each.option)


def _of_value(default: Default) -> Refusal | None:
    match default.option, default.literal:
        case "--credentials", _ if default.placeholder is None:
            name = default.literal if NAME.fullmatch(default.literal or "") else "NAME"
            hint = f"write `defaults --credentials <<{name}>>`, where `aws sts` set `{name}`"
            return Refusal("`--credentials` takes one whole placeholder", hint)
        case "--role-arn", str(arn):
            return refused_role(arn)
        case "--role-session-name", str(name):
            return refused_session(name)
        case "--external-id", str(text):
            return refused_external_id(text)
        case _:
            return None
