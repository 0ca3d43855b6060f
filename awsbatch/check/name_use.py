"""The names of a script: each is set before it is read, and by one statement at a time."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from awsbatch.check import name_fault
from awsbatch.check.almost_placeholder import bare_list
from awsbatch.check.command_answer import changing
from awsbatch.check.growing_list import lists_of, wrong_addition
from awsbatch.check.name_answer import NameAnswers, join_branches
from awsbatch.check.name_state import (
    LOOP,
    PARALLEL,
    BlockNames,
    NameState,
)
from awsbatch.check.word_use import WordCheck
from awsbatch.contract.catalog import Catalog
from awsbatch.contract.global_option import GlobalOptions
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language.defaults_fault import check_defaults
from awsbatch.language.model import (
    Assert,
    Assign,
    Capture,
    Defaults,
    ErrExit,
    Fail,
    Finally,
    For,
    If,
    Input,
    Parallel,
    Placeholder,
    Print,
    Question,
    Run,
    Statement,
    While,
)
from awsbatch.language.names_set import top_settings


class NameCheck:
    """The check of the names of statements, one after the other, as in a stream.

    Its memory grows with the number of distinct names, not of statements.
    """

    def __init__(
        self, options: GlobalOptions, catalog: Callable[[], Catalog], *, parallel: bool = False
    ) -> None:
        """Begin with no names; with `parallel`, the statements of a file run beside each other."""
        self._state = NameState()
        self._answers = NameAnswers(self._state, catalog)
        self._parts = WordCheck(self._state, self._answers)
        self._options = options
        self._parallel_files = parallel

    def files_read(self) -> list[tuple[Path, Place]]:
        """Return the files that `read()` was given since this was last called, and the places."""
        return self._parts.files_read()

    def excuse(self, names: Iterable[str]) -> None:
        """Take names as set that lines at fault were to set, lest they are missed as well."""
        self._state.excused.update(names)

    def expect(self, statements: Iterable[Statement]) -> None:
        """Begin a file, and note what its statements will set, for hints."""
        self.join()
        self._answers.warns = True
        self._state.expect(top_settings(statements))

    def expect_stream(self) -> None:
        """Begin a stream, of which only the faults are wanted."""
        self.expect(())
        self._answers.warns = False

    def join(self) -> None:
        """Begin a file, which may read what all statements of the files before it have set."""
        if self._parallel_files:
            self._state.join()

    def check(self, statement: Statement) -> list[ScriptError]:
        """Return the faults and warnings of the next top-level statement."""
        if isinstance(statement, Finally):
            self.join()
        found = list(self._statement(statement))
        if self._parallel_files:
            found += name_fault.set_beside(statement)
            self._state.outermost.part()
        return found

    def _statement(self, statement: Statement) -> Iterator[ScriptError]:  # noqa: C901 (a case each)
        match statement:
            case Run(command, redirect):
                yield from self._parts.words(command.words)
                yield from self._answers.warnings_of(command)
                yield from self._parts.redirect(redirect)
            case Print(words, redirect):
                yield from self._parts.words(words)
                yield from self._parts.redirect(redirect)
            case Fail(words):
                yield from self._parts.words(words)
            case Defaults(words):
                yield from self._parts.words(words)
                yield from check_defaults(statement, self._options)
                self._state.innermost.changing += changing(words)
            case Assert(condition, words):
                yield from self._parts.placeholder(condition)
                yield from self._parts.words(words)
            case Capture() | Assign():
                yield from self._setting(statement)
            case Input():
                yield from self._input(statement)
            case For() | While():
                yield from self._loop(statement)
            case If():
                yield from self._if(statement)
            case Parallel():
                yield from self._parallel(statement)
            case Finally(body):
                # It may not run, so the names that it sets end with it.
                block = self._state.outermost
                names, answers = dict(block.names), block.answers
                block.answers = self._answers.in_finally()
                yield from self._body(body)
                block.names, block.answers = names, answers
            case ErrExit():
                pass

    def _body(self, statements: Iterable[Statement]) -> Iterator[ScriptError]:
        block = self._state.innermost
        changing = block.changing
        for statement in statements:
            yield from self._statement(statement)
        block.changing = changing

    def _setting(self, statement: Capture | Assign) -> Iterator[ScriptError]:
        if statement.append:
            yield from wrong_addition(statement, self._state)
        else:
            yield from self._set(statement.name, statement.place)
        match statement:
            case Capture(_, command):
                yield from self._parts.words(command.words)
                answer, warnings = self._answers.of_command(command)
                yield from warnings
            case Assign(_, value):
                answer = yield from self._parts.placeholder(value)
        if statement.append:
            self._answers.add(statement.name, answer)
        else:
            self._answers.set(statement.name, answer)
            self._state.innermost.names[statement.name] = statement.place

    def _input(self, statement: Input) -> Iterator[ScriptError]:
        name, place, block = statement.name, statement.place, self._state.outermost
        before = block.names.get(name) or block.siblings.get(name)
        # A file before this one, or this one in an earlier turn, may set it.
        if before is not None and before.file == place.file and before.line < place.line:
            yield name_fault.input_set_before(name, place, before)
        if statement.default is not None:
            yield from self._parts.placeholder(statement.default)
        block.names[name] = place
        block.answers.pop(name, None)
        if self._parallel_files:
            # All statements see it, beside each other as they are.
            self._state.earlier[name] = place

    def _loop(self, loop: For | While) -> Iterator[ScriptError]:
        name = loop.name if isinstance(loop, For) else loop.capture.name
        if (before := self._state.place(name)) is not None:
            hint = "choose another name: what a loop sets ends with its round"
            yield name_fault.already_set(name, loop.place, before, LOOP, hint)
        match loop:
            case For(_, words):
                if len(words) == 1:
                    yield from bare_list(words[0], self._state.is_set)
                answer = yield from self._parts.rounds(words)
            case While(Capture(_, command)):
                yield from self._parts.words(command.words)
                answer, warnings = self._answers.of_command(command)
                yield from warnings
        parallel = isinstance(loop, For) and loop.parallel
        lists = yield from lists_of(loop.body, self._state)
        growing = lists if parallel else {}
        held = self._answers.begin_lists(lists)
        block = BlockNames(LOOP, {name: loop.place}, growing=growing, parallel=parallel)
        block.answers[name] = answer
        self._state.push(block)
        yield from self._body(loop.body)
        self._state.pop()
        self._answers.end_lists(held)

    def _if(self, statement: If) -> Iterator[ScriptError]:
        block = self._state.innermost
        before, after = block.names, dict(block.names)
        answers, branches = block.answers, [block.answers]
        for branch in statement.branches:
            match branch.condition:
                case Placeholder() as condition:
                    yield from self._parts.placeholder(condition)
                case Question(command):
                    yield from self._parts.words(command.words)
                case None:
                    del branches[0]
            block.names, block.answers = dict(before), dict(answers)
            yield from self._body(branch.body)
            after.update(block.names)
            branches.append(block.answers)
            block.names, block.answers = before, answers
        block.answers = join_branches(block, answers, branches)
        block.names = after

    def _parallel(self, statement: Parallel) -> Iterator[ScriptError]:
        lists = yield from lists_of(statement.body, self._state)
        held = self._answers.begin_lists(lists)
        block = BlockNames(PARALLEL, {}, growing=lists)
        self._state.push(block)
        for inner in statement.body:
            yield from self._statement(inner)
            block.part()
        self._state.pop()
        self._answers.end_lists(held)
        self._state.innermost.names.update(block.siblings)
        self._state.innermost.answers.update(block.answers)

    def _set(self, name: str, place: Place) -> Iterator[ScriptError]:
        """Yield a fault if a loop or a `parallel` block sets a name that exists outside it."""
        block, before = self._state.innermost, self._state.place(name)
        if name in block.siblings:
            yield name_fault.also_set(name, place, block.siblings[name])
        elif not self._state.is_file and name not in block.names and before is not None:
            hint = f"choose another name, or write `{name}[] = …` to add to a list out there"
            if block.kind == LOOP and not block.parallel:
                hint += f": `{name}[-1]` is what the round before has added"
            yield name_fault.already_set(name, place, before, block.kind, hint)
