"""The commands of a script, checked against the commands and options that the AWS CLI has."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import TypeAlias

from awsbatch.check.almost_placeholder import in_braces
from awsbatch.check.local_file import LocalFiles
from awsbatch.check.loop_region import loop_regions
from awsbatch.check.question import doubts
from awsbatch.check.timeout_code import never_timed_out
from awsbatch.contract.catalog import Catalog
from awsbatch.contract.finding import Finding
from awsbatch.contract.global_option import GlobalOptions
from awsbatch.contract.word import Hole, HoledWord
from awsbatch.fault.error import AwsbatchError, ScriptError, ScriptWarning, UsageError
from awsbatch.fault.place import Place
from awsbatch.language.defaults import given
from awsbatch.language.defaults_fault import check_defaults
from awsbatch.language.model import (
    Capture,
    Code,
    Command,
    Defaults,
    If,
    Parallel,
    Print,
    Question,
    Run,
    Statement,
    While,
    Word,
)
from awsbatch.language.names_set import bodies, within
from awsbatch.language.shell_habit import mistyped_keyword

_A_COMMAND: tuple[HoledWord, ...] = (("sts",), ("get-caller-identity",))
"""A command that takes no options but the global ones."""

Checked: TypeAlias = Command | Question | Defaults


def _tell_nobody(_: int) -> None:
    """Tell nobody which line is checked."""


class CommandCheck:
    """The check of commands, each against the catalog as it is when its turn comes."""

    def __init__(
        self,
        catalog: Callable[[], Catalog],
        options: GlobalOptions,
        *,
        outer: Mapping[str, str] | None = None,
    ) -> None:
        self._catalog = catalog
        self._options = options
        self.files = LocalFiles()
        """The files that statements so far may have written."""
        self._outer = outer or {}
        self._tell: Callable[[int], None] = _tell_nobody
        self._in_effect = {*self._outer}
        """The global options of the run, and of each `defaults` so far, in any block."""

    def outer(self) -> Iterator[AwsbatchError]:
        """Yield the faults and warnings in the options of the run, as if a command followed."""
        words: list[HoledWord] = [(word,) for pair in self._outer.items() for word in pair]
        for finding in self._catalog().check([*words, *_A_COMMAND]) if words else ():
            if finding.word < len(words) and finding.unless not in self._in_effect:
                kind = ScriptWarning if finding.warning else UsageError
                yield kind(finding.message, hint=finding.hint)

    def note(self, statement: Statement) -> None:
        """Note the files that a statement may write, for those that are checked from now on."""
        for checked, _ in _checked(statement, beside=False):
            if isinstance(checked, Command | Question):
                self.files.note(checked if isinstance(checked, Command) else checked.command)
        for each in within((statement,)):
            if isinstance(each, Run | Print) and each.redirect is not None:
                self.files.note(each.redirect)

    @contextmanager
    def at_once(self, tell: Callable[[int], None] = _tell_nobody) -> Iterator[None]:
        """Check all commands of this block against one catalog: nothing runs meanwhile.

        `tell` is told of the line of each.
        """
        before = self._catalog, self._tell
        self._catalog, self._tell = cache(self._catalog), tell
        try:
            yield
        finally:
            self._catalog, self._tell = before

    def check(self, statement: Statement, *, beside: bool = False) -> Iterator[ScriptError]:
        """Yield the faults and warnings of a statement's commands, in file order.

        `beside` is whether the statement runs beside others.
        """
        for word in loop_regions(statement):
            yield from self._region(word)
        for checked, is_beside in _checked(statement, beside=beside):
            self._tell(checked.place.line)
            match checked:
                case Command():
                    yield from self._command(checked, beside=is_beside)
                case Question(command):
                    found = [*self._command(command, beside=is_beside)]
                    yield from found
                    # One that is at fault is not asked anything.
                    if all(isinstance(each, ScriptWarning) for each in found):
                        words = [described(word) for word in command.words]
                        yield from doubts(checked, words, self._catalog(), self._options)
                case Defaults():
                    yield from self._defaults(checked)

    def _command(self, command: Command, *, beside: bool) -> Iterator[ScriptError]:
        yield from never_timed_out(command.modifiers)
        ignored = [code.pattern for code in command.modifiers.ignore]
        words = [described(word) for word in command.words]
        for finding in self._catalog().check(words, ignored=ignored):
            reader, path = command.words[finding.word], finding.path
            if path is not None and self.files.may_have(path, reader):
                continue
            if (beside or not finding.beside) and finding.unless not in self._in_effect:
                yield fault_of(finding, command.words, command.modifiers.ignore)

    def _region(self, word: Word) -> Iterator[ScriptError]:
        """Yield the warnings of a word that a loop gives to `--region`, where it stays a value."""
        words = (("--region",), described(word))
        for finding in self._catalog().check([*words, *_A_COMMAND]):
            if finding.warning and finding.unless not in self._in_effect:
                yield fault_of(finding, (word, word))

    def _defaults(self, defaults: Defaults) -> Iterator[ScriptError]:
        """Yield the faults in the values of global options, as if a command followed."""
        if check_defaults(defaults, self._options):
            # `NameCheck` tells of them.
            return
        # The AWS CLI does not have the options that choose who signs.
        options = [each for each in given(defaults, self._options) if not each.signs]
        words = [word for each in options for word in each.words]
        holed = [described(word) for word in words]
        self._in_effect.update(each.option for each in options)
        for finding in self._catalog().check([*holed, *_A_COMMAND]):
            if finding.word < len(words) and finding.unless not in self._in_effect:
                yield fault_of(finding, words)


def _checked(statement: Statement, *, beside: bool) -> Iterator[tuple[Checked, bool]]:
    """Yield the commands and defaults in a statement, and whether they run beside others."""
    match statement:
        case Run(command) | Capture(_, command) | While(Capture(_, command)):
            yield command, beside
        case Defaults():
            yield statement, beside
        case If(branches):
            for branch in branches:
                if isinstance(branch.condition, Question):
                    yield branch.condition, beside
        case _:
            pass
    within_it = beside or isinstance(statement, Parallel) or getattr(statement, "parallel", False)
    for body in bodies(statement):
        for each in body:
            yield from _checked(each, beside=within_it)


def described(word: Word) -> HoledWord:
    """Return a word as a catalog takes it, with a hole for each placeholder."""
    # Nearly all words are one literal text.
    if len(word.parts) == 1 and isinstance(first := word.parts[0], str):
        return (first,)
    return tuple(part if isinstance(part, str) else Hole() for part in word.parts)


def fault_of(finding: Finding, words: Sequence[Word], codes: Sequence[Code] = ()) -> ScriptError:
    """Return a finding as a fault or a warning with its place in the file."""
    kind, place = ScriptWarning if finding.warning else ScriptError, _place(finding, words, codes)
    statement = _statement_hint(words[finding.word]) if finding.no_service else None
    hint = statement or finding.hint or _jinja_hint(place)
    return kind(finding.message, place=place, hint=hint)


def _statement_hint(word: Word) -> str | None:
    """Return the hint for a word that was to be a keyword, which stands first in its line."""
    if word.place.text[: word.place.column - 1].strip():
        return None
    keyword = mistyped_keyword.meant(word.literal or "")
    return f"did you mean `{keyword}`?" if keyword else None


def _jinja_hint(place: Place) -> str | None:
    """Return the hint for a fault that points at `{{name}}`."""
    start = place.column - 1
    name = in_braces(place.text[start : start + place.width])
    return f"write `<<{name}>>` for the value of a name" if name else None


def _place(finding: Finding, words: Sequence[Word], codes: Sequence[Code]) -> Place:
    for code in codes:
        if code.pattern == finding.code:
            return code.place
    word = words[finding.word]
    if finding.start is None or finding.width is None:
        return word.place
    # Part of a word can be shown only if the line has it as it is, not in quotes or continued.
    text = word.literal or ""
    start = word.place.text.find(text, word.place.column - 1) if text else -1
    if start < 0:
        return word.place
    return replace(word.place, column=start + finding.start + 1, width=max(finding.width, 1))
