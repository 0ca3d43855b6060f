"""Whole files and streams, checked before any of their statements runs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from awsbatch.check.aws_command import CommandCheck
from awsbatch.check.input_use import InputCheck
from awsbatch.check.name_use import NameCheck
from awsbatch.check.no_effect import without_effect
from awsbatch.check.own_choice import OwnChoices
from awsbatch.check.signing_clash import signing_clashes
from awsbatch.contract.catalog import Catalog
from awsbatch.contract.global_option import GlobalOptions
from awsbatch.fault.error import AwsbatchError, ScriptError, ScriptWarning
from awsbatch.language.input_value import InputValue
from awsbatch.language.model import Defaults, Statement
from awsbatch.language.names_set import bodies, guards, last_line, names_set
from awsbatch.language.parser import Item
from awsbatch.language.shell_habit import governing
from awsbatch.script_file import ScriptFile

Tell: TypeAlias = Callable[[str, int, int], None]
"""Is told of a file, of a line in it, and of the last one."""


class ScriptCheck:
    """The check of the files of a run in their order, which share their names."""

    def __init__(
        self,
        given: Mapping[str, InputValue],
        catalog: Callable[[], Catalog],
        options: GlobalOptions,
        *,
        outer: Mapping[str, str] | None = None,
        parallel: bool = False,
        tell: Tell | None = None,
    ) -> None:
        """Begin with what inputs are given from outside.

        `catalog` returns the catalog to check commands against, which may be
        another one after each statement; it is called only where there is a
        command to check, since a catalog takes time to make. `outer` are
        values that hold for all commands, by global option. With `parallel`,
        the statements of each file run beside each other. `tell` is told of the
        lines of a file as their commands are checked.
        """
        self._inputs = InputCheck(given)
        self._names = NameCheck(options, catalog, parallel=parallel)
        self._outer = outer or {}
        self._commands = CommandCheck(catalog, options, outer=self._outer)
        self._options = options
        self._parallel = parallel
        self._tell = tell

    def file(self, file: ScriptFile) -> list[AwsbatchError]:
        """Return every fault and warning of a file, in file order."""
        names = self.names(file)
        unset: dict[int, list[int]] = {}
        for line, column in (e.position for e in names if not isinstance(e, ScriptWarning)):
            unset.setdefault(line, []).append(column)
        # A word that holds an unset name has no other faults that are worth telling.
        commands = [each for each in self._of_commands(file) if not _covers(each, unset)]
        missing = self._missing_files()
        found = [*file.faults, *names, *commands, *missing, *self._of_defaults(file)]
        return sorted(found, key=lambda error: error.position)

    def names(self, file: ScriptFile) -> list[AwsbatchError]:
        """Return every fault and warning in the names of a file, and note them for later files."""
        for fault in file.faults:
            if isinstance(fault, ScriptError):
                self._excuse(fault)
        self._names.expect(file.script.statements)
        return [each for one in file.script.statements for each in self._of_names(one)]

    def before_stream(self, file: ScriptFile) -> list[AwsbatchError]:
        """Return the faults and warnings of a file, but for its names: a stream may set them."""
        self._inputs.declare(file.script.statements)
        commands = self._of_commands(file)
        found = [*file.faults, *commands, *self._of_defaults(file)]
        return sorted(found, key=lambda error: error.position)

    def outer(self) -> Iterator[AwsbatchError]:
        """Yield the faults and warnings of the options that hold for all files."""
        yield from self._commands.outer()

    def own_choices(self) -> OwnChoices | None:
        """Return the choices of one file or stream, or None where no option holds for all."""
        return OwnChoices(self._outer, self._options) if self._outer else None

    def strangers(self) -> Iterator[AwsbatchError]:
        """Yield a fault or a warning for each name that is given a value and is no input so far."""
        yield from self._inputs.strangers()

    def stream(self, items: Iterable[Item | None], *, whole: bool = False) -> Iterator[Item | None]:
        """Yield the statements of a stream as they come, or the faults of a statement in its place.

        None stands for a statement that is still to come. A command outside
        blocks is left to the AWS CLI, whose message comes as soon; in a block,
        it would come only after the block's first commands have run. With
        `whole`, it is checked as in a file, for a person who learns by typing, and
        for a plan, in which the AWS CLI says nothing of most commands.
        """
        self._names.expect_stream()
        for item in items:
            if item is None:
                yield None
                continue
            if isinstance(item, ScriptError):
                self._excuse(item)
                yield item
                continue
            found = self._of_names(item)
            # Only files are warned of, and a stream may be endless.
            self._names.files_read()
            inner = bodies(item)
            for body in inner:
                found += without_effect(body, self._options)
            if whole or inner:
                with self._commands.at_once():
                    found += self._commands.check(item)
                found += signing_clashes((item,), self._options)
            faults = [each for each in found if not isinstance(each, ScriptWarning)]
            if faults:
                faults.sort(key=lambda error: error.position)
                governing.note(faults[0], _subjects(item))
                yield from faults
            else:
                yield item

    def _of_defaults(self, file: ScriptFile) -> Iterator[ScriptError]:
        if (choices := self.own_choices()) is not None:
            yield from choices.warnings(file.script.statements)
        yield from without_effect(file.script.statements, self._options)
        yield from signing_clashes(file.script.statements, self._options)

    def _missing_files(self) -> Iterator[ScriptError]:
        """Warn of the files of `read()` that are not there, and that no line before may write."""
        for path, place in self._names.files_read():
            if not path.exists() and not self._commands.files.may_have_before(str(path), place):
                relative = "paths begin in the folder where awsbatch is started"
                yield ScriptWarning(
                    f"there is no file `{path}`",
                    place=place,
                    hint=None if path.is_absolute() else relative,
                )

    def _excuse(self, fault: ScriptError) -> None:
        """Miss nothing that a line at fault was to set."""
        self._names.excuse(fault.names)
        self._inputs.excuse(fault.names)

    def _of_names(self, statement: Statement) -> list[ScriptError]:
        return [*self._names.check(statement), *self._inputs.check(statement)]

    def _of_commands(self, file: ScriptFile) -> list[ScriptError]:
        found: list[ScriptError] = []
        last = last_line(file.script.statements)

        def tell(line: int) -> None:
            if self._tell is not None:
                self._tell(file.script.file, line, last)

        with self._commands.at_once(tell):
            for statement in file.script.statements:
                self._commands.note(statement)
                found += self._commands.check(statement, beside=self._parallel)
        return found


def _covers(error: AwsbatchError, columns: Mapping[int, Sequence[int]]) -> bool:
    """Return whether an error is about one of these columns, which are given by line."""
    place = error.place
    if place is None:
        return False
    end = place.column + place.width
    return any(place.column <= column < end for column in columns.get(place.line, ()))


def _subjects(statement: Statement) -> Iterator[str]:
    """Yield what a statement decides for those after it: names, and how they run."""
    yield from names_set((statement,))
    if isinstance(statement, Defaults):
        yield "defaults"
    if guards(statement):
        yield "assert"
