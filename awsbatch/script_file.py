"""Command files as they are read."""

from collections.abc import Sequence

from awsbatch.cli.standard_input import STANDARD_INPUT, content
from awsbatch.fault.error import AwsbatchError, ScriptError, UsageError
from awsbatch.language.encoding import decode
from awsbatch.language.model import Script
from awsbatch.language.parser import parse_all
from awsbatch.record import record


@record
class ScriptFile:
    """A file as it was read."""

    script: Script
    """What is sound of it."""
    faults: Sequence[AwsbatchError] = ()
    """In file order."""


def read_file(file: str) -> ScriptFile:
    """Read and parse a file; `-` is standard input, to its end."""
    name = STANDARD_INPUT if file == "-" else file
    try:
        script, faults = parse_all(decode(content(file), name), name)
    except (UsageError, ScriptError) as fault:
        return ScriptFile(Script(name, ()), [fault])
    return ScriptFile(script, faults)
