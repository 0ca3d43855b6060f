"""A plan as a file: what it was made of, and its changes, each a line of JSON.

Secrets are not in it: a command is shown without them, and known again by its
mark. The last line is a digest of all before it, so that a file which was cut
off or edited is no plan.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import FILE_KIND, Target
from awsbatch.contract.quoting import joined
from awsbatch.fault.error import UsageError
from awsbatch.fault.wording import quoted, reason
from awsbatch.record import record
from awsbatch.runner.change_form import EXACT, FIELDS, Form
from awsbatch.runner.change_plan import ChangePlan
from awsbatch.runner.plan_origin import Origin
from awsbatch.runner.planned_change import At, PlannedChange

FORMAT = 1
"""What is written, and all that is read."""
_MOST_HEADER = 1 << 20
"""In bytes; what is longer is no plan that awsbatch has written."""


@record
class SavedPlan:
    """A plan, and all that says whether it may still be run."""

    origin: Origin
    key: bytes
    """That of all marks."""
    now: float
    """The clock of the script, in seconds since 1970."""
    made: float
    until: float
    """When it is too old, in seconds since 1970."""
    changes: tuple[PlannedChange, ...]

    def plan(self) -> ChangePlan:
        """Return its changes, of which none was taken."""
        plan = ChangePlan(self.key)
        for change in self.changes:
            plan.add(change)
        return plan


def refuse_other(path: str) -> None:
    """Raise `UsageError` where a plan cannot be written, or would overwrite something else."""
    file = Path(path)
    if not file.parent.is_dir():
        folder = quoted(str(file.parent))
        raise UsageError(f"cannot write {quoted(path)}: there is no folder {folder}")
    if not (file.exists() or file.is_symlink()):
        return
    with suppress(OSError):
        # A pipe would be waited for.
        if file.is_file():
            with file.open("rb") as opened:
                line = opened.readline(_MOST_HEADER)
                # `mktemp` makes an empty one.
                if not line or _header(line) is not None:
                    return
    raise UsageError(
        f"{quoted(path)} is there, and is not a plan: it is not overwritten",
        hint="choose another name",
    )


def write(path: str, saved: SavedPlan) -> None:
    """Write a plan whole, for nobody but this user; raise `UsageError`."""
    refuse_other(path)
    file = Path(path)
    digest = hashlib.sha256()
    try:
        # Readable for its owner only.
        number, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
        try:
            with os.fdopen(number, "wb") as opened:
                for line in _lines(saved):
                    digest.update(line)
                    opened.write(line)
                opened.write(_line({"sha256": digest.hexdigest()}))
                opened.flush()
                os.fsync(opened.fileno())
            Path(temporary).replace(file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"cannot write {quoted(path)}: {reason(error)}") from None


def read(path: str) -> SavedPlan:
    """Read a plan; raise `UsageError` if it cannot be read, or is not whole."""
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {quoted(path)}: {reason(error)}") from None
    first, *others = content.splitlines(keepends=True) or [b""]
    header = _header(first)
    if header is None:
        # Not with this name, which something else has.
        raise UsageError(f"{quoted(path)} is not a plan", hint=f"{_making('PLAN')} makes one")
    if header.get("format") != FORMAT:
        raise _useless(path, f"is of another version of awsbatch: its format is not {FORMAT}")
    if not content.endswith(b"\n") or not others or b'"sha256"' not in others[-1]:
        raise _useless(path, "is cut off")
    *lines, last = others
    try:
        if json.loads(last)["sha256"] != hashlib.sha256(b"".join([first, *lines])).hexdigest():
            raise _useless(path, "was changed after it was made")
        return _saved(header, lines)
    except (KeyError, TypeError, ValueError):
        raise _useless(path, "was changed after it was made") from None


def _header(line: bytes) -> dict[str, Any] | None:
    """Return the first line of a plan, of whatever version; None for a line of something else."""
    with suppress(ValueError):
        header = json.loads(line)
        if isinstance(header, dict) and header.get("kind") == FILE_KIND:
            return header
    return None


def _useless(path: str, why: str) -> UsageError:
    return UsageError(f"the plan {quoted(path)} {why}", hint=f"{_making(path)} makes it again")


def _making(path: str) -> str:
    """Return the command that makes a plan, as it can be typed."""
    return quoted(joined(["awsbatch", "plan", "--save", path, "FILE"]))


def _lines(saved: SavedPlan) -> Iterator[bytes]:
    origin = asdict(saved.origin)
    del origin["unknown_account"]
    yield _line(
        {
            "kind": FILE_KIND,
            "format": FORMAT,
            "made": saved.made,
            "until": saved.until,
            "now": saved.now,
            "key": saved.key.hex(),
            **origin,
            "changes": len(saved.changes),
        }
    )
    yield from map(_line, map(_told, saved.changes))


def _line(fields: dict[str, Any]) -> bytes:
    return f"{json.dumps(fields)}\n".encode()


def _told(change: PlannedChange) -> dict[str, Any]:
    told = {
        "line": change.line,
        "argv": change.argv,
        "effect": change.effect.value,
        **{name: getattr(change.target, name) for name in FIELDS},
        "open": change.is_open,
        "at": change.at,
        "mark": change.mark.hex(),
    }
    return told if change.form == EXACT else {**told, "unknown": asdict(change.form)}


def _saved(header: dict[str, Any], lines: list[bytes]) -> SavedPlan:
    origin = Origin(
        tuple((name, digest) for name, digest in header["scripts"]),
        header["inputs"],
        header["args"],
        header["account"],
        header["sandbox"],
    )
    changes = tuple(_change(json.loads(line)) for line in lines)
    key = bytes.fromhex(header["key"])
    return SavedPlan(origin, key, header["now"], header["made"], header["until"], changes)


def _change(told: dict[str, Any]) -> PlannedChange:
    return PlannedChange(
        told["line"],
        tuple(told["argv"]),
        Effect(told["effect"]),
        Target(*(told[name] for name in FIELDS)),
        _form(told["unknown"]) if "unknown" in told else EXACT,
        bytes.fromhex(told["mark"]),
        is_open=told["open"],
        at=_at(told["at"]),
    )


def _at(told: Any) -> At | None:
    if told is None:
        return None
    file, line, column = told
    return file, line, column


def _form(told: dict[str, Any]) -> Form:
    holes = tuple((at, part) for at, part in told["holes"])
    return Form(told["length"], holes, tuple(told["fields"]))
