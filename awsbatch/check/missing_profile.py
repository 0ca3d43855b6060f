"""Profiles that a script names and this machine has not, warned of before a run."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from awsbatch.fault.error import ScriptWarning
from awsbatch.fault.place import Place
from awsbatch.fault.suggestion import meant
from awsbatch.language.model import Defaults, For, Statement, Word
from awsbatch.language.names_set import bodies, own_commands

_OPTION = "--profile"
_CONFIGURE = "configure"

_Choice: TypeAlias = Sequence[tuple[str, Place | None]]
"""The profiles that may hold for a command, each with its place in the file, if it has one."""


class MissingProfiles:
    """The profiles of a run's files, as they are read one after the other."""

    def __init__(self, known: Collection[str], around: Mapping[str, str]) -> None:
        """Begin a run; `around` has the profile outside of the files, by what names it."""
        self._known = known
        self._around = around
        self._may_be_made = False
        """Whether a `configure` command, which may make any profile, stands before."""

    def warnings(self, files: Iterable[Sequence[Statement]]) -> Iterator[ScriptWarning]:
        """Yield a warning for each profile that is missing, but not for that of the first command.

        That one ends the run by itself.
        """
        outside = [(name, None) for name in self._around.values()]
        used = (use for file in files for use in self._used(file, outside, {}))
        told = set[str]()
        for number, (choice, place) in enumerate(used):
            for position, (name, own) in enumerate(choice):
                is_first = number == position == 0
                if not (is_first or name in told or name in self._known):
                    yield self._warning(name, own, place)
                told.add(name)

    def _used(
        self, statements: Iterable[Statement], chosen: _Choice, loops: Mapping[str, Sequence[Word]]
    ) -> Iterator[tuple[_Choice, Place]]:
        """Yield what may hold for each command, and its place, in the order of the file."""
        for statement in statements:
            if isinstance(statement, Defaults):
                chosen = _chosen(statement.words, chosen, loops)
            for command in own_commands(statement):
                self._may_be_made |= command.words[0].literal == _CONFIGURE
                if self._may_be_made:
                    return
                yield _chosen(command.words, chosen, loops), command.place
            inner = loops
            if isinstance(statement, For):
                inner = {**loops, statement.name: statement.words}
            for body in bodies(statement):
                yield from self._used(body, chosen, inner)
            if self._may_be_made:
                return

    def _warning(self, name: str, own: Place | None, place: Place) -> ScriptWarning:
        by = "" if own is not None else f", which `{next(iter(self._around))}` names"
        return ScriptWarning(
            f"there is no profile `{name}`{by}",
            place=own or place,
            hint=meant(name, self._known) or f"`aws configure --profile {name}` makes it",
        )


def _chosen(words: Sequence[Word], chosen: _Choice, loops: Mapping[str, Sequence[Word]]) -> _Choice:
    """Return what holds by the words of a line, or else what held before."""
    for index, word in enumerate(words):
        literal = word.literal
        if literal is None or not literal.startswith(_OPTION):
            continue
        if literal == _OPTION and index + 1 < len(words):
            value = words[index + 1]
            return _named([value] if value.literal is not None else _words_of(value, loops))
        name, _, value_text = literal.partition("=")
        if name == _OPTION:
            return [(value_text, word.place)]
    return chosen


def _named(words: Iterable[Word]) -> _Choice:
    return [(word.literal, word.place) for word in words if word.literal]


def _words_of(value: Word, loops: Mapping[str, Sequence[Word]]) -> Sequence[Word]:
    """Return the words of the loop whose name is a value, if there is one."""
    placeholder = value.placeholder
    source = placeholder.expression.source.strip() if placeholder is not None else ""
    return loops.get(source, ())
