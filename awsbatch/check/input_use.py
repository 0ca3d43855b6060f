"""The names that are given values from outside: each is an input of a file."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from awsbatch.check.name_state import at
from awsbatch.fault.error import AwsbatchError, ScriptError, ScriptWarning, UsageError
from awsbatch.fault.suggestion import meant
from awsbatch.language.input import inputs
from awsbatch.language.input_value import InputValue, hushed, is_typed, source
from awsbatch.language.model import Assign, Input, Statement
from awsbatch.language.name import GIVEN, NAME
from awsbatch.language.names_set import Setting, top_settings
from awsbatch.language.shell_habit import environment_variable
from awsbatch.script_file import ScriptFile


class InputCheck:
    """The check of what is given from outside against the inputs of files and streams."""

    def __init__(self, given: Mapping[str, InputValue]) -> None:
        self._given = given
        self._inputs: set[str] = set()
        """The names of the inputs so far."""
        self._excused: set[str] = set()
        """The names of inputs of files that are still to be checked, and of lines at fault."""
        self._settings: dict[str, Setting] = {}
        """The first statement that sets each given name, and that is no input."""
        self._has_secret = False
        """Whether an input is secret, whose name may have been mistyped."""

    def declare(self, statements: Iterable[Statement]) -> None:
        """Note the inputs of a file that is checked later."""
        self.excuse(each.name for each in inputs(statements))

    def excuse(self, names: Iterable[str]) -> None:
        """Take names for inputs that lines at fault were to declare, whose faults are told of."""
        self._excused.update(names)

    def check(self, statement: Statement) -> Iterator[ScriptError]:
        """Yield the faults of the next top-level statement, with what files before it set."""
        # Most runs are given nothing, and files may be long.
        if not self._given:
            return
        for each in top_settings((statement,)):
            if isinstance(each, Input):
                yield from self._input(each)
            self._note(each)

    def note(self, statements: Iterable[Statement]) -> None:
        """Note the inputs of a file, and what else it sets, without a check."""
        for each in top_settings(statements):
            self._note(each)

    def _note(self, setting: Setting | Input) -> None:
        if isinstance(setting, Input):
            self._inputs.add(setting.name)
            self._has_secret = self._has_secret or setting.secret
        else:
            self._settings.setdefault(setting.name, setting)

    def strangers(self) -> Iterator[AwsbatchError]:
        """Yield a fault or a warning for each name that is given a value and is no input."""
        inputs = self._inputs | self._excused
        for name, given in self._given.items():
            if name not in inputs:
                shown = hushed(name, given) if self._has_secret else given
                yield self._plain(name, shown) or _unknown(name, shown, inputs)

    def _input(self, statement: Input) -> Iterator[ScriptError]:
        """Yield a fault if both the command line and a file before this one set an input.

        And a warning if the value of a secret one can be read by others.
        """
        name = statement.name
        before, given = self._settings.get(name), self._given.get(name)
        if given is None or name in self._inputs or not given.is_explicit:
            return
        if before is not None:
            said = source(statement, given)
            yield ScriptError(
                f"{said} gives `{name}` a value, and so does a file before this one,"
                f" {at(before.place, statement.place)}",
                place=statement.place,
                hint=f"leave out {said}",
            )
        if statement.secret and is_typed(given):
            yield ScriptWarning(
                f"the value of `{name}` is on the command line, where `ps` shows it to others",
                place=statement.place,
                hint=f"set the environment variable `AWSBATCH_SECRET_{name}`,"
                " or give `--secrets-file FILE`",
            )

    def _plain(self, name: str, given: InputValue) -> AwsbatchError | None:
        """Return the fault or warning for a name that a statement sets, if one does."""
        setting = self._settings.get(name)
        if setting is None:
            return None
        hint = f"write `input {name}` at the beginning of the file"
        if isinstance(setting, Assign):
            hint = f"write `input` before it: `input {name} = <<…>>`"
        return _kind(given)(
            f"{given.source} gives `{name}` a value, and only an input takes one from outside",
            place=setting.place,
            hint=hint,
        )


def strangers(
    given: Mapping[str, InputValue], files: Iterable[ScriptFile]
) -> Iterator[AwsbatchError]:
    """Return a fault or a warning for each given name that is an input of none of the files."""
    check = InputCheck(given)
    for file in files:
        for fault in file.faults:
            if isinstance(fault, ScriptError):
                check.excuse(fault.names)
        check.note(file.script.statements)
    return check.strangers()


def _unknown(name: str, given: InputValue, inputs: AbstractSet[str]) -> AwsbatchError:
    message = f"{given.source} gives `{name}` a value, and there is no input of that name"
    hint = meant(name, sorted(inputs))
    if environment_variable.is_aws(name):
        hint = "write it before `awsbatch`, so that it is in the environment"
    elif hint is None and NAME.fullmatch(name) and name not in GIVEN:
        hint = f"write `input {name}` in the file that takes it"
    kind = UsageError if given.is_explicit else ScriptWarning
    return kind(message, hint=hint)


def _kind(given: InputValue) -> type[ScriptError]:
    return ScriptError if given.is_explicit else ScriptWarning
