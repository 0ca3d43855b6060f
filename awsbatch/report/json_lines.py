"""Results for a program: one JSON object a line, written when a command ends."""

import base64
import json
import os
import tempfile
from collections.abc import Mapping
from typing import Any

from awsbatch.contract.outcome import PARTIAL
from awsbatch.contract.plan import PlannedStep
from awsbatch.contract.word import text_of
from awsbatch.event import (
    Ended,
    EndedEarly,
    Event,
    Known,
    LeftOut,
    NoRound,
    Printed,
    Refused,
    Retrying,
    Started,
    Undecided,
    Withdrawn,
)
from awsbatch.fault.error import AwsbatchError
from awsbatch.fault.place import Place
from awsbatch.fault.wording import reason
from awsbatch.redaction.book import Book
from awsbatch.redaction.secret import Secrets
from awsbatch.redaction.stars import MASK
from awsbatch.report import early_end
from awsbatch.report.console import Console

_CODES = frozenset({"cause", "effect", "started", "status"})
"""Fields that have few values, in which a secret would say nothing."""
_OF_COMMANDS = frozenset({"stdout", "stdout_base64", "stdout_file", "result"})
MOST_STDOUT = 1 << 20
"""In bytes; more is kept in a file that the object names."""


class JsonLines:
    """A report that writes an object for each command that ends, each `print` and the whole run."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def take(self, event: Event) -> None:
        """Write the object of an event, if it has one; raise as `Console.print` does.

        Raise `AwsbatchError` if output that is too large for an object cannot be kept in a file.
        """
        match event:
            case Ended():
                self._write(self._masked(_command(event, self._console.secrets.explicit)))
            case Printed(place, text):
                self._tell(place, "print", text)
            case Refused(place, error):
                self._tell(place, "refused", error.message)
            case LeftOut(place):
                why = early_end.left_out(event)
                self._tell(place, "left_out", why)
            case Undecided(place, text):
                self._tell(place, "undecided", text)
            case Known() | Started() | Withdrawn() | Retrying() | NoRound() | EndedEarly():
                pass

    def sum_up(self, fields: dict[str, Any]) -> None:
        """Write the object of the summary, the last one; raise as `Console.print` does."""
        self._write(self._masked(fields))

    def _tell(self, place: Place, name: str, text: str) -> None:
        self._write(self._masked({"file": place.file, "line": place.line, name: text}))

    def _masked(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Return fields of awsbatch's own without secrets."""
        secrets = self._console.secrets
        return _without(secrets, fields) if secrets else fields

    def _write(self, fields: dict[str, Any]) -> None:
        self._console.print_data(json.dumps(fields, default=_plain))


def _without(secrets: Secrets, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields of awsbatch's own without the secrets in their texts."""
    return {
        name: each if name in _CODES | _OF_COMMANDS else _text_without(secrets, each)
        for name, each in fields.items()
    }


def _text_without(secrets: Secrets, value: Any) -> Any:
    match value:
        case str():
            return secrets.masked(value)
        case dict():
            return _without(secrets, value)
        case list() | tuple():
            return [_text_without(secrets, each) for each in value]
        case _:
            return value


def _command(event: Ended, explicit: Book) -> dict[str, Any]:
    """Return the object of a command, of whose answer only `explicit` secrets are masked."""
    output = event.stdout.drained() if event.stdout is not None else b""
    result, _ = explicit.masked_value(event.value)
    return {
        "file": event.place.file,
        "line": event.place.line,
        "seq": event.seq,
        "round": event.round,
        "argv": list(event.argv),
        "exit_status": event.exit_status,
        "status": event.status.value,
        "attempts": event.attempts,
        "started": event.started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "seconds": round(event.seconds, 6),
        "as": event.signer,
        "masked": any(MASK in word for word in event.argv),
        **_stdout(explicit.masked_bytes(output)),
        "stderr": _stderr(event),
        "result": result,
        "error": _error(event),
        **(_planned(event, event.step) if event.step is not None else {}),
    }


def _planned(event: Ended, step: PlannedStep) -> dict[str, Any]:
    """Return what the object of a command has besides if it was planned."""
    target = step.target
    return {
        "effect": step.effect.value,
        "account": target.account,
        "region": target.region,
        "profile": target.profile,
        "endpoint": target.endpoint,
        "open": event.is_open,
        "redirect": None if step.file is None else text_of(step.file),
        "appends": step.appends,
    }


def _stdout(data: bytes) -> dict[str, str]:
    """Return the field for a command's output; raise `AwsbatchError` if its file is unwritable."""
    if len(data) > MOST_STDOUT:
        return {"stdout_file": _kept(data)}
    # JSON is text: other bytes need another field.
    try:
        return {"stdout": data.decode()}
    except UnicodeDecodeError:
        return {"stdout_base64": base64.b64encode(data).decode()}


def _stderr(event: Ended) -> str:
    return event.stderr.drained().decode(errors="replace") if event.stderr is not None else ""


def _kept(data: bytes) -> str:
    try:
        number, path = tempfile.mkstemp(prefix="awsbatch-", suffix=".out")
        with os.fdopen(number, "wb") as file:
            file.write(data)
    except OSError as error:
        message = f"cannot keep the output of a command: {reason(error)}"
        raise AwsbatchError(message) from None
    return path


def _error(event: Ended) -> dict[str, str | None] | None:
    if event.error is not None:
        # Of a command that has both, the error only says it better.
        code = event.failure.code if event.failure is not None else type(event.error).__name__
        return {"code": code, "message": event.error.message, "request_id": None}
    if event.failure is not None:
        failure = event.failure
        return {
            "code": failure.code,
            "message": failure.message,
            "request_id": failure.request_id,
        }
    if event.partial is not None:
        text = "; ".join([str(event.partial), *event.partial.examples])
        return {"code": PARTIAL, "message": text, "request_id": None}
    return None


def _plain(value: object) -> str:
    """Return bytes, times and whatever else a parsed response may hold as a string."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value)
