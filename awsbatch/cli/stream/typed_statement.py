"""The statements that a person types at a terminal, one after the other."""

from collections.abc import Callable, Iterator

from awsbatch.check.script import ScriptCheck
from awsbatch.cli.stream.prompt import LineCleared, Prompt
from awsbatch.engine.input_trial import InputTrial
from awsbatch.engine.scope import Scope
from awsbatch.event import Blame
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Input, Statement
from awsbatch.language.names_set import names_set
from awsbatch.language.parser import read
from awsbatch.report.console import Console
from awsbatch.script_file import STANDARD_INPUT


class TypedStatements:
    """Statements that are asked for when they are wanted, which only Ctrl-D ends.

    One with a fault is told of and not run. What it was to set has no value
    then, and where it was to decide how others run, such as a `defaults`, no
    other is run before Ctrl-C: what is pasted must not reach another account
    than its author meant, whatever it holds itself.
    """

    def __init__(
        self,
        prompt: Prompt,
        check: ScriptCheck,
        scope: Scope,
        console: Console,
        on_clear: Callable[[], None],
    ) -> None:
        """Type statements whose names will be in `scope`; Ctrl-C calls `on_clear`."""
        self._prompt = prompt
        self._check = check
        self._scope = scope
        self._console = console
        self._on_clear = on_clear
        self._fault: Blame | None = None
        """The statement at fault that was to decide how those after it run."""

    def __iter__(self) -> Iterator[Statement]:
        while True:
            try:
                yield from self._until_cleared()
            except LineCleared:
                self._fault = None
                self._on_clear()
                continue
            return

    def _until_cleared(self) -> Iterator[Statement]:
        prompt = self._prompt
        prompt.begin()
        typed = read(prompt.lines(), STANDARD_INPUT, before=prompt.number)
        for item in self._check.stream(typed, whole=True):
            prompt.begin()
            if isinstance(item, ScriptError):
                self._tell(item)
            elif item is not None and not (self._holds(item) or self._refuses(item)):
                yield item

    def _holds(self, statement: Statement) -> bool:
        """Tell that a statement is not run, if one before it was to decide how it runs."""
        if self._fault is None:
            return False
        self._console.say(f"{statement.place}: not run, because {self._fault}; Ctrl-C goes on")
        for name in names_set((statement,)):
            self._scope.unset(name, self._fault)
        return True

    def _refuses(self, statement: Statement) -> bool:
        """Tell of the fault of an input, and return whether there is one."""
        is_input = isinstance(statement, Input)
        faults = [*InputTrial(self._scope).statement(statement)] if is_input else []
        for fault in faults:
            self._tell(fault)
        return bool(faults)

    def _tell(self, fault: ScriptError) -> None:
        self._console.say_error(self._of_bare_name(fault) or fault)
        if fault.place is None:
            return
        blame = Blame(fault.place, "is at fault")
        if fault.governs:
            self._fault = blame
        for name in fault.names:
            self._scope.unset(name, blame)

    def _of_bare_name(self, fault: ScriptError) -> ScriptError | None:
        """Return what is better said of a line that is only a name, as if to see its value."""
        place = fault.place
        if place is None or (name := place.text.strip()) not in self._scope:
            return None
        return ScriptError(
            f"`{name}` is a name, and no command", place=place, hint=f"`print <<{name}>>` shows it"
        )
