"""Whose credentials the commands of a file need, as far as that is written in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from awsbatch.contract.global_option import GlobalOptions
from awsbatch.fault.place import Place
from awsbatch.language.defaults import given
from awsbatch.language.model import Command, Defaults, For, Statement, Word
from awsbatch.language.names_set import bodies, own_commands
from awsbatch.record import record

_WHERE = ("--profile", "--region", "--endpoint-url")
_PROFILE, _ROLE, _CREDENTIALS = "--profile", "--role-arn", "--credentials"
_UNSIGNED = "--no-sign-request"
_CONFIGURE = "configure"


@record
class LiteralSigner:
    """Who signs a command: the role of a `defaults`, or else what its options choose."""

    command: tuple[str, ...]
    """The first words of a command; none of a role."""
    options: tuple[str, ...]
    """Its options that say for whom it is and where, each with its value."""
    place: Place
    """That of what chooses who signs, or of the command."""
    role: str | None = None
    """The ARN of the role."""


@record
class _Around:
    """What holds for commands, by `defaults` and outside of the file."""

    options: Mapping[str, str | None]
    """Those of `_WHERE` by name; None for a value that is not written."""
    place: Place | None = None
    """That of the profile or the role."""
    role: str | None = None
    is_open: bool = False
    """Whether it is not written who signs."""


def literal_signers(
    files: Iterable[Sequence[Statement]], outer: Mapping[str, str], options: GlobalOptions
) -> Iterator[LiteralSigner]:
    """Yield who signs the commands, in the order of the files.

    After a `configure` command, profiles may be others than they are now.
    """
    search = _Search(options)
    around = _Around({name: value for name, value in outer.items() if name in _WHERE})
    for statements in files:
        yield from search.found(statements, around, {})


class _Search:
    def __init__(self, options: GlobalOptions) -> None:
        self._options = options
        self._is_over = False
        """Whether a `configure` command stands before."""

    def found(
        self,
        statements: Iterable[Statement],
        around: _Around,
        loops: Mapping[str, Sequence[Word]],
    ) -> Iterator[LiteralSigner]:
        for statement in statements:
            if isinstance(statement, Defaults):
                around = self._after(statement, around)
                if around.role is not None:
                    yield LiteralSigner((), (), around.place or statement.place, around.role)
            for command in own_commands(statement):
                self._is_over |= command.words[0].literal == _CONFIGURE
                if not self._is_over:
                    yield from self._signers(command, around, loops)
            inner = loops
            if isinstance(statement, For):
                inner = {**loops, statement.name: statement.words}
            for body in bodies(statement):
                if not self._is_over:
                    yield from self.found(body, around, inner)
            if self._is_over:
                return

    def _after(self, statement: Defaults, around: _Around) -> _Around:
        """Return what holds after a `defaults`."""
        found = {default.option: default for default in given(statement, self._options)}
        where = {name: found[name].literal for name in _WHERE if name in found}
        around = replace(around, options={**around.options, **where})
        # In this order: a role stands on what the others choose.
        for name in (_PROFILE, _CREDENTIALS, _ROLE):
            if (default := found.get(name)) is not None:
                literal = default.literal
                role, is_open = (literal if name == _ROLE else None), literal is None
                place = default.words[-1].place
                around = replace(around, role=role, is_open=is_open, place=place)
        return around

    def _signers(
        self, command: Command, around: _Around, loops: Mapping[str, Sequence[Word]]
    ) -> Iterator[LiteralSigner]:
        first = [word.literal for word in command.words[:2]]
        options, profiles = dict(around.options), None
        for index, word in enumerate(command.words):
            name, _, value = (word.literal or "").partition("=")
            if name == _UNSIGNED:
                return
            if name in _WHERE:
                after = command.words[index + 1 : index + 2]
                values = after if name == word.literal else [replace(word, parts=(value,))]
                options[name] = values[0].literal if values else None
                if name == _PROFILE:
                    profiles = _literals(values, loops)
        if None in first or (profiles is None and (around.is_open or around.role is not None)):
            return
        if profiles is None:
            chosen = options.get(_PROFILE, "")
            profiles = [] if chosen is None else [(chosen, around.place or command.place)]
        for profile, place in profiles:
            where = {**options, _PROFILE: profile or None}
            pairs = (f"{name}={each}" for name, each in where.items() if each is not None)
            yield LiteralSigner(tuple(map(str, first)), tuple(pairs), place)


def _literals(
    values: Sequence[Word], loops: Mapping[str, Sequence[Word]]
) -> list[tuple[str, Place]]:
    """Return the values that are written of an option, or of the loop that it is a name of."""
    placeholder = values[0].placeholder if values else None
    source = placeholder.expression.source.strip() if placeholder is not None else ""
    words = loops.get(source, values)
    return [(word.literal, word.place) for word in words if word.literal]
