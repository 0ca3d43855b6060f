"""Files and streams run to events, in their order, each checked as far as can be before it runs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from awsbatch.check.own_choice import OwnChoices
from awsbatch.check.script import ScriptCheck
from awsbatch.engine.engine import Engine
from awsbatch.engine.step import Listen
from awsbatch.event import News
from awsbatch.fault.error import AwsbatchError, ScriptError, UsageError
from awsbatch.language.input import PRELUDE
from awsbatch.language.parser import Item, read
from awsbatch.record import record
from awsbatch.script_file import STANDARD_INPUT, ScriptFile


@record
class Stream:
    """Statements that come while others run."""

    items: Iterator[Item | None]
    listen: Listen | None
    """None if commands wait for the next statement; else as `Engine.stream_beside` takes it."""
    is_typed: bool = False
    """Whether a person is asked for each statement when the one before has run."""


Input: TypeAlias = ScriptFile | Stream
"""A file that was read, or a stream."""


def read_stream(
    lines: Iterable[bytes], check: ScriptCheck, *, beside: bool, whole: bool = False
) -> Stream:
    """Return the checked statements of standard input, each as soon as it is complete.

    With `beside`, they are read ahead while commands run. `whole` is as in
    `ScriptCheck.stream`.
    """
    statements = read((line.decode(errors="surrogateescape") for line in lines), STANDARD_INPUT)
    if not beside:
        return Stream(check.stream(statements, whole=whole), None)
    # Of use for such a stream only.
    from awsbatch.engine.parallel.statement_look_ahead import StatementLookAhead

    ahead = StatementLookAhead(statements)
    return Stream(check.stream(ahead, whole=whole), ahead.listen)


Judge: TypeAlias = Callable[[Sequence[AwsbatchError]], bool]
"""Shows faults and warnings, and returns whether there is no fault among them."""


def events(
    engine: Engine, inputs: Iterable[Input], check: ScriptCheck, is_sound: Judge
) -> Iterator[News]:
    """Run files and streams, and yield what happens.

    The inputs of a stream are held against what they are given at its first
    command. A file after a stream is checked when the stream has ended, since
    only then the names that it has set are known. Raise `AwsbatchError` if
    either is not sound, and for lines of a stream that cannot be read.
    """
    # Files are run together where they can be: the engine then knows from the beginning how many
    # commands there are.
    files: list[ScriptFile] = []
    streamed = False
    for each in inputs:
        if not isinstance(each, ScriptFile):
            yield from engine.run(*(file.script for file in files))
            yield from _streamed(engine, each, check, is_sound)
            files, streamed = [], True
        elif streamed:
            if not is_sound([*check.names(each), *engine.trial().scripts([each.script])]):
                raise AwsbatchError(f"`{each.script.file}` and the files after it are not run")
            yield from engine.run(each.script)
        else:
            files.append(each)
    yield from engine.run(*(file.script for file in files))
    yield from engine.end()


def _streamed(
    engine: Engine, stream: Stream, check: ScriptCheck, is_sound: Judge
) -> Iterator[News]:
    items = _admitted(engine, _told(stream.items, check, is_sound), check, is_sound)
    if stream.listen is not None:
        return engine.stream_beside(items, stream.listen)
    return engine.stream(item for item in items if item is not None)


def _told(
    items: Iterator[Item | None], check: ScriptCheck, is_sound: Judge
) -> Iterator[Item | None]:
    """Yield the items, and tell of the first line for which an option of the run does not hold."""
    choices = check.own_choices()
    return items if choices is None else _each_told(items, choices, is_sound)


def _each_told(
    items: Iterator[Item | None], choices: OwnChoices, is_sound: Judge
) -> Iterator[Item | None]:
    for item in items:
        if item is not None and not isinstance(item, ScriptError):
            for warning in choices.warnings((item,)):
                is_sound([warning])
        yield item


def _admitted(
    engine: Engine, items: Iterator[Item | None], check: ScriptCheck, is_sound: Judge
) -> Iterator[Item | None]:
    """Yield the statements of a stream, or raise `UsageError` before its first command.

    It does where inputs are not given what fits, or what is no input is given a value.
    """
    trial = engine.trial()
    found: list[AwsbatchError] = []
    first = None
    for item in items:
        if not (item is None or isinstance(item, PRELUDE)):
            first = item
            break
        refused = [] if item is None else [*trial.statement(item)]
        found += refused
        if not refused:
            yield item
    if not is_sound([*found, *check.strangers()]):
        raise UsageError("nothing of standard input is run")
    if first is not None:
        yield first
        yield from items
