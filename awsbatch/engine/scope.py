"""The names that a statement sees, and those that have no value because something failed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from awsbatch.event import Blame
from awsbatch.expression.functions import Functions
from awsbatch.language.input_value import InputValue, fitted, missing
from awsbatch.language.model import Input, Placeholder


class NotSetError(Exception):
    """Raised where a statement needs a name that has no value because something failed."""

    def __init__(self, blame: Blame) -> None:
        super().__init__(blame)
        self.blame = blame


@dataclass(slots=True)
class _Growing:
    """A list that the rounds of a loop add to, shared by the scopes of the rounds."""

    values: list[object]
    blame: Blame | None = None
    """Why a value is missing in the list: part of a list must not pass for a whole one."""
    before: "_Growing | None" = None
    """The same list in the block around, which does not grow while statements run beside others."""

    def now(self) -> list[object]:
        """Return a copy of the list as it is now; raise `NotSetError` where a value is missing."""
        if self.blame is not None:
            raise NotSetError(self.blame)
        return [*(self.before.now() if self.before is not None else ()), *self.values]


@dataclass(slots=True)
class Scope:
    """The names of a block and of the blocks around it.

    A round copies the names around it once, rather than looking through to
    them: JMESPath wants a plain dict for every expression, and nothing
    outside a round changes while it runs but the lists that it adds to.
    """

    functions: Functions
    names: dict[str, object]
    given: Mapping[str, InputValue] = field(default_factory=dict)
    """What inputs are given from outside, in the scope that all files share."""
    _unset: dict[str, Blame] = field(default_factory=dict)
    """Kept apart from the values, so that no expression can come across a stand-in for one."""
    _growing: dict[str, _Growing] = field(default_factory=dict)
    _inputs: set[str] = field(default_factory=set)
    """The names that an `input` has set."""

    @classmethod
    def outermost(
        cls,
        given: Mapping[str, InputValue],
        *,
        args: Sequence[str],
        env: Mapping[str, str],
        functions: Functions,
    ) -> "Scope":
        """Return the scope that all files share, for inputs that are given these values."""
        return cls(functions, {"args": list(args), "env": dict(env)}, given)

    def __contains__(self, name: str) -> bool:
        """Return whether a name has a value, or would have one if nothing had failed."""
        return name in self.names or name in self._unset

    def inner(self, name: str, value: object) -> "Scope":
        """Return the scope of a loop round inside this block, with its name set to a value."""
        scope = Scope(
            self.functions,
            self.names.copy(),
            self.given,
            self._unset.copy(),
            # The lists themselves are shared: what a round adds is there after the loop.
            self._growing.copy(),
            self._inputs,
        )
        scope.set(name, value)
        return scope

    def beside(self) -> "Scope":
        """Return a scope for a statement that runs beside others.

        It shares all names, but what it adds to lists is its own, until `gather` puts it in
        script order.
        """
        lists = {name: _Growing([], before=each) for name, each in self._growing.items()}
        return Scope(self.functions, self.names, self.given, self._unset, lists)

    def gather(self, parts: Iterable["Scope"]) -> None:
        """Append the lists of scopes that ran beside each other, in the order given."""
        for part in parts:
            for name, own in part._growing.items():  # noqa: SLF001 (it is a scope)
                # A list that was begun beside others only is taken over as it is.
                growing = self._growing.setdefault(name, own)
                if growing is not own:
                    growing.values += own.values
                    growing.blame = growing.blame or own.blame

    def set(self, name: str, value: object) -> None:
        """Set a name of this block to a value."""
        self._unset.pop(name, None)
        self._growing.pop(name, None)
        self.names[name] = value

    def unset(self, name: str, blame: Blame) -> None:
        """Note that a name of this block has no value, and why."""
        self.names.pop(name, None)
        self._growing.pop(name, None)
        self._unset[name] = blame

    def grow(self, name: str) -> bool:
        """Make a name of this block a list to add to; return False if its value is not a list."""
        if name in self._growing:
            return True
        value = self.names.get(name)
        if value is not None and not isinstance(value, list):
            return False
        self._growing[name] = _Growing(list(value or ()), self._unset.pop(name, None))
        # So that the name counts as set; `evaluate` puts the list there when it is asked for.
        self.names[name] = None
        return True

    def add(self, name: str, value: object) -> None:
        """Append to a list that `grow` began in this block or one around it."""
        self._growing[name].values.append(value)

    def lack(self, name: str, blame: Blame) -> None:
        """Note that a value is missing in a list, and why; the list then has no value."""
        growing = self._growing.get(name)
        if growing is None:
            self.unset(name, blame)
        else:
            growing.blame = growing.blame or blame

    @contextmanager
    def settled(self) -> Iterator[None]:
        """Let lists that lack values pass for whole in this block.

        A `finally` cleans up what was made, whether that is all or not.
        """
        blames = [(growing, growing.blame) for growing in self._growing.values()]
        for growing, _ in blames:
            growing.blame = None
        try:
            yield
        finally:
            for growing, blame in blames:
                growing.blame = growing.blame or blame

    def evaluate(self, placeholder: Placeholder) -> Any:
        """Return a placeholder's value; raise `NotSetError`, or `ScriptError` for a fault in it."""
        expression = placeholder.expression
        for name in expression.names:
            if name in self._unset:
                raise NotSetError(self._unset[name])
            # Only here, since a loop may add thousands of values before one is asked for.
            if name in self._growing:
                # A copy, since a value made of it must not grow.
                self.names[name] = self._growing[name].now()
        return expression.evaluate(self.names, self.functions)

    def trial(self) -> "Scope":
        """Return a scope with the names of this one, in which statements can be tried."""
        return replace(
            self,
            names=self.names.copy(),
            _unset=self._unset.copy(),
            _growing=self._growing.copy(),
            _inputs=self._inputs.copy(),
        )

    def take(self, statement: Input) -> None:
        """Set the name of an input to the first that there is of what may give it a value.

        That is the command line, a file before this one, another file or the
        environment, the default. Raise `ScriptError` for an input without any
        of them or for a value that does not fit, and what `evaluate` raises.
        """
        name, given = statement.name, self.given.get(statement.name)
        default = None if statement.default is None else self.evaluate(statement.default)
        # One that a file before this one declares as well is given the same.
        if given is None or not (given.is_explicit or name in self._inputs):
            given = self._of_earlier_file(name) or given
        if given is not None:
            default = fitted(statement, given, default)
        elif statement.default is None:
            raise missing(statement)
        self.set(name, default)
        self._inputs.add(name)

    def _of_earlier_file(self, name: str) -> InputValue | None:
        if name in self._unset:
            raise NotSetError(self._unset[name])
        if name in self._growing:
            self.names[name] = self._growing[name].now()
        if name not in self.names:
            return None
        return InputValue(self.names[name], "a file before this one", is_text=False)
