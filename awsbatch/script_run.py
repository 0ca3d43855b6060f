"""Files and streams run to events, in their order, each checked as far as can be before it runs."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from awsbatch.check.script import ScriptCheck
from awsbatch.engine.engine import Engine
from awsbatch.engine.step import Listen
from awsbatch.event import News
from awsbatch.fault.error import AwsbatchError
from awsbatch.language.parser import Item, read
from awsbatch.record import record
from awsbatch.script_file import STANDARD_INPUT, ScriptFile


@record
class Stream:
    """Statements that come while others run."""

    items: Iterator[Item | None]
    listen: Listen | None
    """None if commands wait for the next statement; else as `Engine.stream_beside` takes it."""


Input: TypeAlias = ScriptFile | Stream
"""A file that was read, or a stream."""


def read_stream(lines: Iterable[bytes], check: ScriptCheck, *, beside: bool) -> Stream:
    """Return the checked statements of standard input, each as soon as it is complete.

    With `beside`, they are read ahead while commands run.
    """
    statements = read((line.decode(errors="surrogateescape") for line in lines), STANDARD_INPUT)
    if not beside:
        return Stream(check.stream(statements), None)
    # Of use for such a stream only.
    from awsbatch.engine.parallel.statement_look_ahead import StatementLookAhead

    ahead = StatementLookAhead(statements)
    return Stream(check.stream(ahead), ahead.listen)


def events(
    engine: Engine, inputs: Iterable[Input], is_sound: Callable[[ScriptFile], bool]
) -> Iterator[News]:
    """Run files and streams, and yield what happens.

    A file after a stream is checked when the stream has ended, since only then
    the names that it has set are known: `is_sound` does so, and shows what is
    wrong. Raise `AwsbatchError` if it returns False, and for lines of a stream
    that cannot be read.
    """
    # Files are run together where they can be: the engine then knows from the beginning how many
    # commands there are.
    files: list[ScriptFile] = []
    streamed = False
    for each in inputs:
        if not isinstance(each, ScriptFile):
            yield from engine.run(*(file.script for file in files))
            yield from _streamed(engine, each)
            files, streamed = [], True
        elif streamed:
            if not is_sound(each):
                raise AwsbatchError(f"`{each.script.file}` and the files after it are not run")
            yield from engine.run(each.script)
        else:
            files.append(each)
    yield from engine.run(*(file.script for file in files))


def _streamed(engine: Engine, stream: Stream) -> Iterator[News]:
    if stream.listen is not None:
        return engine.stream_beside(stream.items, stream.listen)
    return engine.stream(item for item in stream.items if item is not None)
