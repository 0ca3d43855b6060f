"""A note that `--jobs` or `-P` changes nothing."""

from collections.abc import Iterable, Sequence

from awsbatch.cli.option import Options
from awsbatch.language.model import (
    Capture,
    For,
    If,
    Run,
    Script,
    Statement,
    While,
)
from awsbatch.language.names_set import forks

_ONE_STATEMENT = (
    "note: `-P {0}` changes nothing: the input is one line or block; `parallel for` runs the rounds"
    " of a loop side by side"
)
_NOTHING_BESIDE = (
    "note: `--jobs {0}` changes nothing: no `parallel` is in the input; `-P {0}` takes its lines"
    " as independent of each other"
)


def for_scripts(options: Options, scripts: Iterable[Script]) -> str | None:
    """Return the note for whole files, or None if the option is of use."""
    bodies = [script.statements for script in scripts]
    if any(forks(statement) for body in bodies for statement in body):
        return None
    if options.parallel and not any(map(_has_lines, bodies)):
        return _ONE_STATEMENT.format(options.jobs)
    return _nothing_beside(options)


def for_stream(options: Options, *, has_forked: bool) -> str | None:
    """Return the note for a stream that has ended, or None if the option was of use."""
    return None if has_forked else _nothing_beside(options)


def _nothing_beside(options: Options) -> str | None:
    return _NOTHING_BESIDE.format(options.jobs) if options.asks_for_jobs else None


def _has_lines(statements: Sequence[Statement]) -> bool:
    """Return whether more than one of the statements could run beside others."""
    return sum(isinstance(each, Run | Capture | For | While | If) for each in statements) > 1
