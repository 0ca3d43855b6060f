"""Lines of a script for which an option of the whole run does not hold.

They choose a profile, region or endpoint by themselves: a `defaults` in the
script and an option of a command's own stand above what the run was given.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from awsbatch.contract.global_option import GlobalOptions
from awsbatch.fault.error import ScriptWarning
from awsbatch.fault.place import Place
from awsbatch.fault.wording import counted
from awsbatch.language.defaults import given
from awsbatch.language.model import Command, Defaults, Statement, Word
from awsbatch.language.names_set import bodies, own_commands

_CREDENTIALS = "--credentials"
_PROFILE = "--profile"
_MOST = 6
"""How many lines, or ranges of lines, a warning names."""

_Choices: TypeAlias = dict[str, Place]
"""Where options are chosen in the script, by their names."""


class OwnChoices:
    """The choices in a file, or in a stream as far as it has been read."""

    def __init__(self, outer: Mapping[str, str], options: GlobalOptions) -> None:
        """Begin a file or a stream of a run that was given `outer`, values by option."""
        self._outer = outer
        self._options = options
        self._chosen: _Choices = {}
        self._told: set[str] = set()

    def warnings(self, statements: Iterable[Statement]) -> Iterator[ScriptWarning]:
        """Yield a warning for each option that does not hold for some lines of these statements.

        An option that an earlier call told of is not told of again.
        """
        lines: dict[str, list[int]] = {}
        first: _Choices = {}
        for option, line, place in self._found(statements, self._chosen):
            lines.setdefault(option, []).append(line)
            first.setdefault(option, place)
        for option, numbers in lines.items():
            if option not in self._told:
                self._told.add(option)
                message = f"`{option} {self._outer[option]}` does not hold for {named(numbers)}"
                yield ScriptWarning(message, place=first[option], hint="another is chosen here")

    def _found(
        self, statements: Iterable[Statement], chosen: _Choices
    ) -> Iterator[tuple[str, int, Place]]:
        """Yield each option that does not hold for a command, the line, and where it is chosen.

        `chosen` has the choices in force, and is given those of the statements.
        """
        for statement in statements:
            if isinstance(statement, Defaults):
                self._choose(statement, chosen)
            for command in own_commands(statement):
                here = chosen.copy()
                self._choose_for(command, here)
                for option, place in here.items():
                    yield option, command.place.line, place
            for body in bodies(statement):
                yield from self._found(body, chosen.copy())

    def _choose(self, statement: Defaults, chosen: _Choices) -> None:
        for each in given(statement, self._options):
            if each.option == _CREDENTIALS:
                self._note(_PROFILE, None, each.words[0].place, chosen)
            else:
                self._note(each.option, each.literal, each.words[0].place, chosen)

    def _choose_for(self, command: Command, chosen: _Choices) -> None:
        words = command.words
        for index, word in enumerate(words):
            first = word.parts[0] if word.parts else None
            if not isinstance(first, str) or not first.startswith("--"):
                continue
            if word.literal == "--":
                return
            name, equals, value = first.partition("=")
            option = self._options.find(name)
            if option is not None and option.name in self._outer:
                literal = value if word.literal is not None else None
                found = literal if equals else _literal(words[index + 1 :])
                self._note(option.name, found, word.place, chosen)

    def _note(self, option: str, value: str | None, place: Place, chosen: _Choices) -> None:
        """Note that an option is given here; `value` is None where it is not known."""
        if option in self._outer:
            chosen.pop(option, None)
            if value != self._outer[option]:
                chosen[option] = place


def _literal(words: Sequence[Word]) -> str | None:
    return words[0].literal if words else None


def named(lines: Iterable[int]) -> str:
    """Return lines as a message names them: `line 4`, `lines 4 to 6, 9 and 12`."""
    ranges: list[list[int]] = []
    for line in sorted({*lines}):
        if ranges and ranges[-1][-1] + 1 == line:
            ranges[-1].append(line)
        else:
            ranges.append([line])
    if ranges == [[ranges[0][0]]]:
        return f"line {ranges[0][0]}"
    parts = [_range(each) for each in ranges[:_MOST]]
    if len(ranges) > _MOST:
        parts.append(f"{counted(sum(map(len, ranges[_MOST:])), 'line')} more")
    *others, last = parts
    return f"lines {', '.join(others)} and {last}" if others else f"lines {last}"


def _range(lines: Sequence[int]) -> str:
    return f"{lines[0]} to {lines[-1]}" if len(lines) > 1 else f"{lines[0]}"
