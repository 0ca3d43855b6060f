"""A script held against its own names."""

import difflib
import itertools
from collections.abc import Collection, Iterable, Iterator

from awsbatch.engine.default import check_defaults
from awsbatch.errors import ScriptError
from awsbatch.language.model import (
    Assign,
    Capture,
    Defaults,
    For,
    Placeholder,
    Print,
    Redirect,
    Run,
    Script,
    Statement,
    Word,
)
from awsbatch.source import Place

_ALWAYS = frozenset(["args", "env"])
_LITERALS = frozenset(["true", "false", "null"])


def check(script: Script, known: Collection[str]) -> list[ScriptError]:
    """Give every fault in the names of a script, in file order.

    Known are the names that something other than the script sets, such as
    `--variable`.
    """
    names = NameCheck(known)
    return [error for statement in script.statements for error in names.check(statement)]


def _subject(statement: Statement) -> str:
    match statement:
        case Capture(name) | Assign(name):
            return name
        case Defaults():
            return "defaults"
        case Run() | For() | Print():
            return ""


class NameCheck:
    """The names that statements have set so far, for a stream of them.

    It grows with the number of distinct names, not of statements.
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = _ALWAYS.union(known)
        self._scopes: list[dict[str, int]] = [{}]
        """The line of each name; outermost scope first."""
        self._ended: dict[str, int] = {}
        """The line of each name whose scope has ended."""

    @property
    def names(self) -> frozenset[str]:
        """The names that the next top-level statement may refer to."""
        return self._known.union(self._scopes[0])

    def check(self, statement: Statement) -> list[ScriptError]:
        """Give the faults of a top-level statement, after those before it."""
        errors = list(self._statement(statement))
        for error in errors:
            error.subject = _subject(statement)
        return errors

    def _statement(self, statement: Statement) -> Iterator[ScriptError]:
        match statement:
            case Run(command, redirect):
                return self._words(command.words, redirect)
            case Print(words, redirect):
                return self._words(words, redirect)
            case Defaults(words):
                return itertools.chain(self._words(words), check_defaults(statement))
            case Capture(name, command, place):
                return self._capture(name, command.words, place)
            case Assign(name, value, place):
                return self._assign(name, value, place)
            case For():
                return self._for(statement)

    def _words(
        self, words: Iterable[Word], redirect: Redirect | None = None
    ) -> Iterator[ScriptError]:
        for word in words:
            for part in word.parts:
                if isinstance(part, Placeholder):
                    yield from self._placeholder(part)
        if redirect is not None:
            yield from self._words([redirect.target])

    def _placeholder(self, placeholder: Placeholder) -> Iterator[ScriptError]:
        expression = placeholder.expression
        missing = [name for name in expression.names if not self._is_set(name)]
        places = {name: expression.place_of(name) for name in missing}
        for name in sorted(missing, key=lambda name: (places[name].line, places[name].column)):
            yield ScriptError(
                f"nothing named `{name}` is set before this line",
                place=places[name],
                hint=self._suggestion(name, places[name]),
            )

    def _capture(self, name: str, words: Iterable[Word], place: Place) -> Iterator[ScriptError]:
        yield from self._set(name, place)
        yield from self._words(words)
        self._scopes[-1][name] = place.line

    def _assign(self, name: str, value: Placeholder, place: Place) -> Iterator[ScriptError]:
        yield from self._set(name, place)
        yield from self._placeholder(value)
        self._scopes[-1][name] = place.line

    def _for(self, loop: For) -> Iterator[ScriptError]:
        yield from self._outside(loop.name, loop.place, self._scopes)
        yield from self._words(loop.words)
        self._scopes.append({loop.name: loop.place.line})
        for statement in loop.body:
            yield from self._statement(statement)
        self._ended.update(self._scopes.pop())

    def _set(self, name: str, place: Place) -> Iterator[ScriptError]:
        """Refuse, in a loop, a name that exists outside it."""
        loops = self._scopes[1:]
        if loops and name not in loops[-1]:
            yield from self._outside(name, place, self._scopes[:-1])

    def _outside(
        self, name: str, place: Place, scopes: Iterable[dict[str, int]]
    ) -> Iterator[ScriptError]:
        line = next((scope[name] for scope in scopes if name in scope), None)
        if line is not None or name in self._known:
            where = "outside this loop" if line is None else f"on line {line}, outside this loop"
            yield ScriptError(
                f"`{name}` is already set {where}",
                place=place,
                hint="choose another name: what a loop sets ends with its round",
            )

    def _is_set(self, name: str) -> bool:
        return name in self._known or any(name in scope for scope in self._scopes)

    def _suggestion(self, name: str, place: Place) -> str:
        if name in _LITERALS:
            return f"write a literal between backquotes: `{name}`"
        lines = {name: line for scope in self._scopes for name, line in scope.items()}
        if name in self._ended:
            return f"`{name}` of line {self._ended[name]} ended with the round that set it"
        # Case first: difflib finds `Groups` unlike `groups`.
        candidates = [*lines, *self._known]
        folded = [other for other in candidates if other.lower() == name.lower()]
        close = folded or difflib.get_close_matches(name, candidates, 1)
        if not close and place.text.startswith('"', place.column - 1):
            return f"write a string in single quotes: '{name}'"
        if not close:
            return f"write `{name} = COMMAND` or `{name} = <<…>>` before it"
        where = f", set on line {lines[close[0]]}" if close[0] in lines else ""
        return f"did you mean `{close[0]}`{where}?"
