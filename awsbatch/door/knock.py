"""Whether the door into an `aws` opens, tried by a child before anything depends on it."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, NoReturn

from awsbatch.door.entrance import enter
from awsbatch.door.obstacle import NOTHING_RUN, OwnWayError
from awsbatch.fault.error import AwsbatchError
from awsbatch.record import record

if TYPE_CHECKING:
    from pathlib import Path

_STANDARD = range(3)
_VERSION = re.compile(r"(?m)^AWS CLI (\S+) ")
"""The line of `awsbatch --version`."""


@record
class Answer:
    """What came of it."""

    version: str | None = None
    """That of the AWS CLI inside; None where the door stayed shut, or it is too old."""
    shut: str | None = None
    """Why the door stayed shut, if it did and told."""
    instead: str | None = None
    """What to type instead where the `aws` does something of its own, and is shut because of it."""


def knock(aws: Path) -> Answer:
    """Enter an `aws` in a child, which takes as long as one call of it, and runs nothing."""
    told, tells = os.pipe()
    shown, shows = os.pipe()
    child = os.fork()
    if child == 0:
        _try(aws, tells, shows)
    for descriptor in (tells, shows):
        os.close(descriptor)
    output, error = _read(shown), _read(told)
    os.waitpid(child, 0)
    version = _VERSION.search(output)
    return Answer(version[1] if version else None, **(json.loads(error) if error else {}))


def _try(aws: Path, tells: int, shows: int) -> NoReturn:
    def tell(error: AwsbatchError) -> None:
        instead = error.instead if isinstance(error, OwnWayError) else None
        shut = error.message.removesuffix(NOTHING_RUN)
        os.write(tells, json.dumps({"shut": shut, "instead": instead}).encode())

    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in _STANDARD:
            os.dup2(shows if descriptor == 1 else nothing, descriptor)
        enter(aws, ["--version"], why="tried", tell=tell)
    except AwsbatchError as error:
        tell(error)
    finally:
        os._exit(2)


def _read(descriptor: int) -> str:
    """Return all that is written to a pipe, and close it."""
    with os.fdopen(descriptor, errors="replace") as pipe:
        return pipe.read()
