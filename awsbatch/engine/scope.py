"""The names that a statement sees, and those that it does not because something failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from awsbatch.language.functions import Functions
from awsbatch.language.model import Placeholder
from awsbatch.source import Place


class NotSetError(Exception):
    """A statement needs a name that is not set, because its command failed."""

    def __init__(self, blame: Place) -> None:
        super().__init__(blame)
        self.blame = blame


@dataclass(slots=True)
class Scope:
    """The names of a block, those of the blocks around it included.

    A round copies the names around it once, rather than looking through to
    them: JMESPath wants a plain dict for every expression, and nothing
    outside a round changes while it runs.
    """

    functions: Functions
    names: dict[str, object]
    variables: Mapping[str, object] = field(default_factory=dict)
    """Names given from outside, which take the place of this block's own assignments."""
    _unset: dict[str, Place] = field(default_factory=dict)
    """Kept apart from the values, so that no expression can come across a stand-in for one."""

    @classmethod
    def outermost(
        cls,
        variables: Mapping[str, object],
        *,
        args: Sequence[str],
        env: Mapping[str, str],
        functions: Functions,
    ) -> "Scope":
        """Give the scope of all files; `args` and `env` are names that a variable may hide."""
        names = {"args": list(args), "env": dict(env), **variables}
        return cls(functions, names, variables)

    def inner(self, name: str, value: object) -> "Scope":
        """Give the scope of a round inside this block, with the loop's name set."""
        scope = Scope(self.functions, self.names.copy(), _unset=self._unset.copy())
        scope.set(name, value)
        return scope

    def set(self, name: str, value: object) -> None:
        """Give a name of this block its value."""
        self._unset.pop(name, None)
        self.names[name] = value

    def unset(self, name: str, blame: Place) -> None:
        """Note that a name of this block has no value, and why."""
        self.names.pop(name, None)
        self._unset[name] = blame

    def evaluate(self, placeholder: Placeholder) -> Any:
        """Give a placeholder's value; raises `NotSetError` or `ScriptError`."""
        expression = placeholder.expression
        for name in expression.names:
            if name in self._unset:
                raise NotSetError(self._unset[name])
        return expression.evaluate(self.names, self.functions)

    def assign(self, name: str, placeholder: Placeholder) -> None:
        """Set a name to a placeholder's value, unless it was given from outside."""
        given = name in self.variables
        self.set(name, self.variables[name] if given else self.evaluate(placeholder))
