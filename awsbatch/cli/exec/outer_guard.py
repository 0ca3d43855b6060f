"""The guards of an `awsbatch exec` that this process runs in, which hold no call of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

from awsbatch.cli.option import Options
from awsbatch.cli.verb import Verb
from awsbatch.exec.run_folder import VARIABLE, promise_of
from awsbatch.fault.error import RefusedError


def refuse_unguarded(options: Options) -> None:
    """Raise `RefusedError` where commands would be run past the guards of a program around them.

    In a sandbox, its own or the one around it, nothing has to be held.
    """
    if options.sandbox or not any(map(_holds, _folders())):
        return
    if options.verb.runs or options.verb is Verb.EXEC:
        verb = options.verb.value
        message = (
            f"an `awsbatch exec` around this one guards calls of `aws` alone, and not"
            f" `awsbatch {verb}`: nothing was run"
        )
        raise RefusedError(
            message, hint=f"`awsbatch {verb}` has the same options: run it by itself, with them"
        )


def _folders() -> Iterator[Path]:
    """Yield what may be the folder of an `awsbatch exec`, where a client would find it."""
    yield Path(os.environ.get(VARIABLE, ""))
    yield from map(Path, os.environ.get("PATH", "").split(os.pathsep))


def _holds(folder: Path) -> bool:
    promise = promise_of(folder)
    return promise is not None and promise.is_guarded and not _is_sandbox(folder)


def _is_sandbox(folder: Path) -> bool:
    """Return whether the environment still is that of a program in a sandbox."""
    config = Path(os.environ.get("AWS_CONFIG_FILE", ""))
    return "AWS_ENDPOINT_URL" in os.environ and folder in config.parents
