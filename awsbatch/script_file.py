"""Command files as they are read."""

import hashlib
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from awsbatch.contract.plan import FILE_KIND
from awsbatch.fault import discretion
from awsbatch.fault.error import AwsbatchError, ScriptError, UsageError
from awsbatch.fault.suggestion import nearest
from awsbatch.fault.wording import reason
from awsbatch.language.encoding import decode
from awsbatch.language.model import Script
from awsbatch.language.parser import parse_all
from awsbatch.record import record

STANDARD_INPUT = "<stdin>"
"""The name of standard input in messages."""
_PLAN = json.dumps({"kind": FILE_KIND}).encode().rstrip(b"}")
"""How the file of a plan begins."""
_ALIKE = 0.75
"""How like the name of another file one must be that is not there."""


@record
class ScriptFile:
    """A file as it was read."""

    script: Script
    """The statements without a fault."""
    faults: Sequence[AwsbatchError] = ()
    """In file order."""
    digest: str = ""
    """That of its content, if it could be read."""


def read_file(file: str) -> ScriptFile:
    """Read and parse a file; `-` is standard input, to its end."""
    name = STANDARD_INPUT if file == "-" else file
    # A file that cannot be read is a fault among others: all are shown at once.
    try:
        text = content(file)
        _refuse_plan(text, name)
        script, faults = parse_all(decode(text, name), name)
    except (UsageError, ScriptError) as fault:
        return ScriptFile(Script(name, ()), [fault])
    return ScriptFile(script, faults, hashlib.sha256(text).hexdigest())


def _refuse_plan(text: bytes, name: str) -> None:
    """Raise `UsageError` for what `--save` has written, which `terraform apply` would take."""
    if text.startswith(_PLAN):
        shown = discretion.without_object(name)
        typed = f"`awsbatch run --planned {shown} FILE`"
        raise UsageError(
            f"`{shown}` is a plan, and no script",
            hint=f"{typed} runs the file that it is of, and makes no other changes",
        )


def content(file: str) -> bytes:
    """Return a whole file, or standard input to its end for `-`; raise `UsageError`."""
    if file == "-" and sys.stdin is None:
        raise UsageError("cannot read standard input: it is closed")
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        # What was meant for an input may have been taken for a file.
        shown = discretion.without_object(file)
        hint = _meant(file) if isinstance(error, FileNotFoundError) else None
        raise UsageError(f"cannot read `{shown}`: {reason(error)}", hint=hint) from None


def _meant(file: str) -> str | None:
    """Return "did you mean ...?" with the file beside it whose name is most like this one's."""
    path = Path(file)
    with suppress(OSError):
        names = [
            each.name
            for each in path.parent.iterdir()
            if each.is_file() and each.name.isprintable()
        ]
        near = nearest(path.name, names, likeness=_ALIKE)
        return near and f"did you mean `{path.parent / near}`?"
    return None
