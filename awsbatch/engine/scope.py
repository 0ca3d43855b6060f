"""The names that a statement sees, and those that have no value because something failed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from awsbatch.event import Blame
from awsbatch.expression.functions import Functions
from awsbatch.expression.unknown_value import UnknownError
from awsbatch.language.input_value import InputValue, fitted, missing
from awsbatch.language.model import Input, Placeholder
from awsbatch.redaction.leaf import leaves


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
    is_unknown: bool = False
    """Whether something was added that a plan does not know, or perhaps was."""
    before: "_Growing | None" = None
    """The same list in the block around, which does not grow while statements run beside others."""

    @property
    def is_open(self) -> bool:
        """Whether nothing failed, but a plan does not know all values."""
        before = self.before is not None and self.before.is_open
        return self.blame is None and (self.is_unknown or before)

    def now(self) -> list[object]:
        """Return a copy of the list as it is now; raise as `Scope.evaluate` does."""
        if self.blame is not None:
            raise NotSetError(self.blame)
        if self.is_unknown:
            raise UnknownError
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
    _unset: dict[str, Blame | None] = field(default_factory=dict)
    """Why names have no value; None for one that a plan does not know.

    Kept apart from the values, so that no expression can come across a stand-in for one.
    """
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
                    growing.is_unknown |= own.is_unknown

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
        is_unknown = self.is_unknown(name)
        blame = self._unset.pop(name, None)
        self._growing[name] = _Growing(list(value or ()), blame, is_unknown)
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

    def blur(self, name: str) -> None:
        """Note that a plan does not know the value of a name, or all that is in a list."""
        if name in self._growing:
            self._growing[name].is_unknown = True
        else:
            self.names.pop(name, None)
            self._unset[name] = None

    def is_unknown(self, name: str) -> bool:
        """Return whether a name has a value that a plan does not know."""
        if name in self._growing:
            return self._growing[name].is_open
        return name in self._unset and self._unset[name] is None

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
        """Return a placeholder's value.

        Raise `NotSetError`, `UnknownError`, or `ScriptError` for a fault in it.
        """
        expression = placeholder.expression
        for name in expression.names:
            if name in self._unset or name in self._growing:
                self._settle(expression.names)
                break
        return expression.evaluate(self.names, self.functions)

    def _settle(self, names: Iterable[str]) -> None:
        """Give lists that grow their values of now; raise what `evaluate` raises for a name."""
        # Those last: what failed keeps a statement from being planned as well.
        for name in sorted(names, key=self.is_unknown):
            self._read(name)

    def value(self, name: str) -> object:
        """Return the value of a name; raise `KeyError`, or what `evaluate` raises."""
        self._read(name)
        return self.names[name]

    def _read(self, name: str) -> None:
        if name in self._unset:
            blame = self._unset[name]
            raise UnknownError if blame is None else NotSetError(blame)
        # Only here, since a loop may add thousands of values before one is asked for.
        if name in self._growing:
            # A copy, since a value made of it must not grow.
            self.names[name] = self._growing[name].now()

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
        is_secret = statement.secret or (given is not None and given.is_secret)
        if is_secret and given is not None:
            # Before it can be part of a message.
            self._hide(statement, given.value)
        is_unknown, default = False, None
        if statement.default is not None:
            try:
                default = self.evaluate(statement.default)
            except UnknownError:
                is_unknown = True
        # One that a file before this one declares as well is given the same.
        if given is None or not (given.is_explicit or name in self._inputs):
            given = self._of_earlier_file(name) or given
        if given is not None:
            default = fitted(statement, given, default)
        elif statement.default is None:
            raise missing(statement)
        elif is_unknown:
            self._inputs.add(name)
            raise UnknownError
        if is_secret:
            self._hide(statement, default)
        self.set(name, default)
        self._inputs.add(name)

    def hide(self, texts: Iterable[str]) -> None:
        """Keep texts out of what is shown from now on."""
        if (secrets := self.functions.secrets) is not None:
            secrets.add(texts)

    def _hide(self, statement: Input, value: object) -> None:
        if (secrets := self.functions.secrets) is not None:
            secrets.add_explicit(leaves(value), statement.name, statement.place)

    def _of_earlier_file(self, name: str) -> InputValue | None:
        self._read(name)
        if name not in self.names:
            return None
        return InputValue(self.names[name], "a file before this one", is_text=False)
