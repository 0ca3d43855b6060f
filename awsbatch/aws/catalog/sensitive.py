"""What is secret in a command: judged by the names of members and options.

The models mark far more than secrets: names, tags, descriptions and whatever
tells of a person as well. So `sensitive.json` holds what a person judged who
read the names of all marked members of the version that it names, and those of
members which the models should have marked. A marked member whose name is not
there, in a newer version, is secret if its name sounds so. Names are alike if
they differ only in case.
"""

import json
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from awsbatch.record import record

# Of what is secret wherever it is called so, marked or not.
_ALWAYS = "sessiontoken"
_SOUNDS = re.compile(
    "(password|passwd|passphrase|secret|(private|api|access|secret|shared|customer)key|token"
    "|credentials?|assertion|otp)s?(value|string|binary)?$"
)
_ONLY_SOUNDS = re.compile(
    ".*(next|page|continuation|starting|client|clientrequest|request|idempotency|creation|change"
    "|lock)tokens?"
)
_NO_LETTER = re.compile("[^a-z0-9]")


class Secrecy(Enum):
    """Whether a value is secret."""

    NONE = "no secret"
    HERE = "secret here"
    """It is masked in its command, but may be a word like any other elsewhere."""
    EVERYWHERE = "secret"
    """It is masked wherever it stands."""


@record
class Verdict:
    """Whether what has a name is secret, and why."""

    secrecy: Secrecy
    reason: str


_NOT_MARKED = Verdict(Secrecy.NONE, "the models do not mark it")
_OPEN = Verdict(Secrecy.NONE, "its name does not sound secret")
_SESSION = Verdict(Secrecy.EVERYWHERE, "a session token, which is secret everywhere")
_SOUNDING = Verdict(Secrecy.EVERYWHERE, "nobody has judged it, and its name sounds secret")


@record
class Table:
    """The judgements of `sensitive.json`, by names in lower case."""

    version: str
    """The version of the AWS CLI whose models were read."""
    names: Mapping[str, Verdict]
    """Of members that the models mark, in any service."""
    members: Mapping[tuple[str, str], Verdict]
    """Of members that they mark, by service, where these differ."""
    not_marked: Mapping[tuple[str, str], Verdict]
    """Of members that they do not mark, by service."""
    options: Mapping[tuple[str, str], Verdict]
    """Of options by command, such as `s3 cp`: of those that fill no member, and of a few others
    whose members have names that say nothing."""


@cache
def table() -> Table:
    """Return the table, which is read when it is first asked for."""
    read = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return Table(
        read["read"],
        dict(_names(read["of all services"])),
        dict(_rows(read["of one service"])),
        dict(_rows(read["not marked"])),
        dict(_rows(read["options"])),
    )


def judge(service: str, member: str, *, marked: bool, is_text: bool = True) -> Verdict:
    """Return whether a member of an operation's input is secret, and why.

    `marked` says whether the model marks it, or what it is a part of, as sensitive,
    and `is_text` whether it is no number and no flag.
    """
    name = member.lower()
    if name == _ALWAYS:
        return _SESSION
    if not marked:
        since = _marked_since(service, name) if is_text else _NOT_MARKED
        return table().not_marked.get((service, name), since)
    return _judged(service, name) or _by_sound(name)


def judge_option(command: str, option: str) -> Verdict:
    """Return whether an option that fills no member is secret, such as one that nobody knows."""
    name = option.removeprefix("--").lower()
    return table().options.get((command, name)) or _by_sound(_NO_LETTER.sub("", name))


@cache
def judged_options(command: str) -> frozenset[str]:
    """Return the options of a command that are judged whatever they fill."""
    return frozenset(name for owner, name in table().options if owner == command)


def _judged(service: str, name: str) -> Verdict | None:
    return table().members.get((service, name)) or table().names.get(name)


def _marked_since(service: str, name: str) -> Verdict:
    """Return whether a name that is not marked is secret: older models do not mark all of them."""
    return (_judged(service, name) if _sounds(name) else None) or _NOT_MARKED


def _by_sound(name: str) -> Verdict:
    return _SOUNDING if _sounds(name) else _OPEN


def _sounds(name: str) -> bool:
    """Return whether a name, in lower case, sounds secret by its end."""
    return _SOUNDS.search(name) is not None and not _ONLY_SOUNDS.fullmatch(name)


def _names(section: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, Verdict]]:
    for secrecy, reasons in section.items():
        for reason, names in reasons.items():
            for name in names.lower().split():
                yield name, Verdict(Secrecy(secrecy), reason)


def _rows(section: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Verdict]]:
    for secrecy, reasons in section.items():
        for reason, owners in reasons.items():
            for owner, names in owners.items():
                for name in names.lower().split():
                    yield (owner, name), Verdict(Secrecy(secrecy), reason)
