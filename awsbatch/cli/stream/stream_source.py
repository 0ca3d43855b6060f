"""Where the statements of `-` come from: a pipe or a file, or a person at the terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from awsbatch.cli.stream import waiting_note
from awsbatch.cli.stream.standard_input import standard_input, taken
from awsbatch.cli.verb import Verb
from awsbatch.script_run import Stream, read_stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from awsbatch.check.script import ScriptCheck
    from awsbatch.cli.option import Options
    from awsbatch.engine.run_end import RunEnd
    from awsbatch.engine.scope import Scope
    from awsbatch.report.console import Console

_TYPED = "type commands, one a line; `help` tells more, and Ctrl-D ends"
_BESIDE = waiting_note.READING.format("commands", ", to run them side by side")


@contextmanager
def stream_of(
    scope: Scope, check: ScriptCheck, run_end: RunEnd, options: Options, console: Console
) -> Iterator[Stream]:
    """Provide standard input as a stream, for a run whose names are kept in `scope`."""
    beside = options.parallel and options.jobs > 1
    if waiting_note.is_typed():
        console.say(_BESIDE if beside else _TYPED)
    if waiting_note.is_typed() and not beside:
        # Of use at a terminal only.
        from awsbatch.cli.stream.prompt import Prompt
        from awsbatch.cli.stream.typed_statement import TypedStatements

        with taken() as terminal:
            prompt = Prompt(console, terminal)
            typed = TypedStatements(prompt, check, scope, console, run_end.clear)
            yield Stream(iter(typed), None, is_typed=True)
    else:
        with standard_input() as lines:
            # The AWS CLI tells of no fault in a command that is only planned.
            whole = options.verb is Verb.PLAN
            yield read_stream(lines, check, beside=beside, whole=whole)
