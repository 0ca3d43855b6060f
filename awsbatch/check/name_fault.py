"""What can be wrong with the names that statements set, read and write files by."""

from collections.abc import Iterator

from awsbatch.check.name_state import at
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language.model import ErrExit, Statement


def not_set(name: str, place: Place, hint: str) -> ScriptError:
    """Return the fault of a name that no statement before has set."""
    fault = ScriptError(f"nothing named `{name}` is set before this line", place=place, hint=hint)
    fault.once = True
    return fault


def not_known_yet(name: str, place: Place, added: Place) -> ScriptError:
    """Return the fault of a list that is read beside a statement that adds to it."""
    return ScriptError(
        f"`{name}` is not known yet: line {added.line} adds to it beside this line",
        place=place,
        hint="read it after the `end` of the parallel block",
    )


def already_set(name: str, place: Place, before: Place, kind: str, hint: str) -> ScriptError:
    """Return the fault of a name that is set outside the block, `before` it."""
    message = f"`{name}` is already set {at(before, place)}, outside this {kind}"
    return ScriptError(message, place=place, hint=hint)


def also_set(name: str, place: Place, beside: Place) -> ScriptError:
    """Return the fault of a name that two statements set beside each other."""
    return ScriptError(
        f"`{name}` is also set on line {beside.line}, beside this statement",
        place=place,
        hint=f"choose another name, or write `{name}[] = …` to gather both in a list",
    )


def set_before(name: str, place: Place, before: Place) -> ScriptError:
    """Return the fault of adding to a name of an earlier file whose lines ran side by side."""
    return ScriptError(
        f"`{name}` is set {at(before, place)}, and cannot be added to beside other lines",
        place=place,
        hint="choose another name, or run without `-P`",
    )


def set_beside(statement: Statement) -> Iterator[ScriptError]:
    """Yield the fault of a statement of a file that runs beside the others, if it is a `set -e`."""
    if isinstance(statement, ErrExit) and statement.ends:
        yield ScriptError(
            "`set -e` ends nothing here: with `-P`, a failure keeps no other line from its turn",
            place=statement.place,
            hint="delete it: `-e` ends the run after this file, `--halt soon` at its first failure",
        )


def input_set_before(name: str, place: Place, before: Place) -> ScriptError:
    """Return the fault of an input that a line before in the same file sets as well."""
    return ScriptError(
        f"`{name}` is already set {at(before, place)}", place=place, hint="leave out one of them"
    )


def added_outside_a_block(name: str, place: Place) -> ScriptError:
    """Return the fault of a `NAME[] =` outside loops and `parallel` blocks."""
    return ScriptError(
        f"`{name}[]` adds to a list only in a loop or a `parallel` block",
        place=place,
        hint=f"write `{name} = …`",
    )


def added_to_a_value(name: str, place: Place, kind: str) -> ScriptError:
    """Return the fault of a `NAME[] =` in a block that sets the name itself."""
    return ScriptError(
        f"`{name}` is a value of this {kind}, not a list outside it",
        place=place,
        hint="choose another name",
    )


def file_of_every_round(place: Place) -> ScriptError:
    """Return the fault of a file that rounds would write to beside each other."""
    return ScriptError(
        "every round of this `parallel for` would write to the same file",
        place=place,
        hint="put a placeholder in the file's name, or write to standard output",
    )


def file_of_two_lines(name: str, place: Place, beside: Place) -> ScriptError:
    """Return the fault of a file that two statements write to beside each other."""
    return ScriptError(
        f"line {beside.line} also writes to `{name}`, beside this line",
        place=place,
        hint="write to another file, or to standard output, which comes in order",
    )
